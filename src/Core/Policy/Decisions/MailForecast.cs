namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>What is expected to become of one waiting mail.</summary>
public abstract record MailForecast
{
    private MailForecast(WaitingMail mail) => Mail = mail;

    public WaitingMail Mail { get; internal init; }

    /// <summary>In what share of the likely futures it misses its deadline, 0 to 1.</summary>
    public required double MissChance { get; init; }

    /// <summary>It leaves before its deadline, at about that time.</summary>
    public sealed record Goes(WaitingMail Waiting, DateTimeOffset At) : MailForecast(Waiting);

    /// <summary>It will not leave before its deadline, as things stand, for the reason in words.</summary>
    public sealed record Misses(WaitingMail Waiting, string Why) : MailForecast(Waiting);
}
