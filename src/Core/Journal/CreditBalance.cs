namespace MailDispatcher.Core.Journal;

/// <summary>
/// The last reading of the credits, counted down by our own attempts since. An attempt spends when it begins and is
/// given back only when it is certain that it was not taken; so an uncertain one counts as spent until known.
/// </summary>
public sealed class CreditBalance
{
    /// <summary>An uncertain attempt weighs on the credits for a day; then they were reset.</summary>
    public static readonly TimeSpan UncertainCounts = TimeSpan.FromDays(1);

    private JournalEvent.CreditsRead? _reading;
    private int _spent;

    /// <summary>When the provider last told; null before the first reading.</summary>
    public DateTimeOffset? ReadAt => _reading?.At;

    public bool Daily => _reading?.Daily ?? false;

    /// <summary>
    /// What the provider said, less what was attempted since; null when it never said, or the plan has no limit.
    /// </summary>
    public int? Left => _reading?.Remaining is { } remaining ? Math.Max(0, remaining - _spent) : null;

    /// <summary>True when the last reading was of a plan without a limit.</summary>
    public bool IsUnlimited => _reading is { Remaining: null };

    /// <summary>Provider's number less ours at the last reading: negative when somebody else spent credits.</summary>
    public int Drift { get; private set; }

    internal void Read(JournalEvent.CreditsRead reading, int uncertain)
    {
        Drift = reading is { Expected: { } expected, Remaining: { } remaining } ? remaining - expected : 0;
        _reading = reading;
        // The reading may or may not hold the uncertain ones.
        _spent = uncertain;
    }

    internal void Spend(int credits) => _spent += credits;

    internal void GiveBack(int credits) => _spent = Math.Max(0, _spent - credits);
}
