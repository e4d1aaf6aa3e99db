namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The deadline policy's parameters. The defaults were found by simulation (docs/policy-benchmark.md).</summary>
public sealed record DeadlineSettings
{
    /// <summary>How many past days like today a plan is held against.</summary>
    public int Replays { get; init; } = 14;

    /// <summary>How many days a plan looks ahead, today included, 1..15.</summary>
    public int HorizonDays { get; init; } = 5;

    /// <summary>
    /// For how many days' credits the last day of a plan stands: it takes in every mail that can wait longer. Nothing new
    /// is expected of the days beyond, so that mails with long notice are kept for quieter days than the past suggests.
    /// </summary>
    public int TailDays { get; init; } = 4;

    /// <summary>The rest of today is taken to bring this many times what the rest of a past day brought.</summary>
    public double Caution { get; init; } = 1.2;

    /// <summary>How many times the even share of the remaining hours is kept back from mails that can go tomorrow.</summary>
    public double Reserve { get; init; } = 1.5;

    /// <summary>How long before its deadline a mail that no plan is sure of is decided on for the last time.</summary>
    public TimeSpan LastCall { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long before the reset the rest of the day's credits is spent.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromMinutes(5);
}
