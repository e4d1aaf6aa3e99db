namespace MailDispatcher.Simulation;

/// <summary>Under which rules a trace is played.</summary>
public sealed record SimulationRules
{
    public required CreditDay Day { get; init; }

    public required DailyCredits Credits { get; init; }

    /// <summary>The allowance when it is more than so many a day; null leaves it to <see cref="Credits"/>.</summary>
    public Allowance? Allowance { get; init; }

    /// <summary>
    /// True: the policy is asked at each arrival and tick and before the reset. False: at full hours and at 23:05.
    /// </summary>
    public required bool AtArrivals { get; init; }

    /// <summary>Whom no mail reaches; all are reached without.</summary>
    public UnreachableRecipients Unreachable { get; init; } = UnreachableRecipients.None;

    /// <summary>Between two ticks; above zero.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before the reset the day's last run is; the original's 23:05 for the hourly policy.</summary>
    public TimeSpan EndOfDayBeforeReset => AtArrivals ? TimeSpan.FromMinutes(5) : TimeSpan.FromMinutes(55);
}
