using MailDispatcher.Core.Journal;

namespace MailDispatcher.Engine;

/// <summary>The credits as they stood at one moment.</summary>
/// <param name="ReadAt">When the provider last told; null before the first reading.</param>
/// <param name="Left">What it said, less what was attempted since; null when it never said, or the plan has no
/// limit.</param>
/// <param name="IsDaily">Unused ones are lost at the reset.</param>
/// <param name="Drift">Provider's number less ours at the last reading: negative when somebody else spent
/// credits.</param>
/// <param name="Problem">Why the last question for them had no answer; null when it had.</param>
public sealed record CreditStanding(
    DateTimeOffset? ReadAt,
    int? Left,
    bool IsUnlimited,
    bool IsDaily,
    int Drift,
    string? Problem
)
{
    internal static CreditStanding Of(CreditBalance balance, string? problem) =>
        new(balance.ReadAt, balance.Left, balance.IsUnlimited, balance.Daily, balance.Drift, problem);
}
