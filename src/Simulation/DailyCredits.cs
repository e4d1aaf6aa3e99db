using System.Globalization;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Simulation;

/// <summary>A plan's credits: so many a day, or no limit.</summary>
/// <param name="ADay">0 or more; null for no limit.</param>
public readonly record struct DailyCredits(int? ADay)
{
    public static DailyCredits Unlimited { get; }

    /// <summary>Reads <c>300</c> or <c>unlimited</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static DailyCredits Parse(string text) =>
        text.Trim().Equals("unlimited", StringComparison.OrdinalIgnoreCase) ? Unlimited
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mails) ? new DailyCredits(mails)
        : throw new FormatException($"'{text}' is no number of credits: give a number from 0 on, or unlimited.");

    public CreditsLeft AtReset => ADay is { } mails ? new CreditsLeft.Today(mails) : new CreditsLeft.Unlimited();

    public override string ToString() => ADay?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
}
