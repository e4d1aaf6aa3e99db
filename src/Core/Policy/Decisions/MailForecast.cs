namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>What is expected to become of one waiting mail.</summary>
public abstract record MailForecast
{
    private MailForecast(WaitingMail mail) => Mail = mail;

    public WaitingMail Mail { get; }

    /// <summary>It leaves before its deadline, at about that time.</summary>
    public sealed record Goes(WaitingMail Waiting, DateTimeOffset At) : MailForecast(Waiting);

    /// <summary>It will not leave before its deadline, as things stand, for the reason in words.</summary>
    public sealed record Misses(WaitingMail Waiting, string Why) : MailForecast(Waiting);
}
