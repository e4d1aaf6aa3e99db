namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// The deadline policy's parameters. The defaults were found by simulation (docs/policy-benchmark.md).
/// </summary>
public sealed record DeadlineSettings
{
    /// <summary>How many past days like today a plan is held against.</summary>
    public int Replays { get; init; } = 14;

    /// <summary>How many single days a plan looks ahead, today included, 1..15.</summary>
    public int HorizonDays { get; init; } = 5;

    /// <summary>
    /// Days of the longer spans that a plan looks ahead after its single days, nearest first; each 1 or more.
    /// </summary>
    public IReadOnlyList<int> FarDays { get; init; } = [2, 3, 5];

    /// <summary>
    /// For how many days' credits the last period of a plan stands: it takes in every mail that can wait longer than
    /// the days before it. No new mail is expected of it.
    /// </summary>
    public int TailDays { get; init; } = 30;

    /// <summary>The rest of today is taken to bring this many times what the rest of a past day brought.</summary>
    public double Caution { get; init; } = 1.2;

    /// <summary>
    /// How many times the even share of the remaining hours is kept back from mails that can go tomorrow.
    /// </summary>
    public double Reserve { get; init; } = 1.5;

    /// <summary>
    /// How much value, as a share of a mail's own, may be lost in the mean by sending it now rather than holding it
    /// until more is known. 0 holds whatever any likely future might need the credit for.
    /// </summary>
    public double PriceOfWaiting { get; init; } = 0.005;

    /// <summary>Whether floods of past months, and in the first days a supposed one, are planned for.</summary>
    public bool ExpectFloods { get; init; } = true;

    /// <summary>How long before its deadline a mail that no plan is sure of is decided on for the last time.</summary>
    public TimeSpan LastCall { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long before the reset the rest of the day's credits is spent.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After so long a waiting mail counts as much as the dearest and as due today, so that nobody waits for ever; null
    /// for never.
    /// </summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>
    /// The time, above 0, in which the value of a template's waiting mail falls to a half; none for most.
    /// </summary>
    public IReadOnlyDictionary<int, TimeSpan> HalfLives { get; init; } = new Dictionary<int, TimeSpan>();

    internal Periods Periods => new([.. Enumerable.Repeat(1, HorizonDays), .. FarDays, TailDays]);
}
