namespace MailDispatcher.Simulation;

/// <summary>What became of one mail of a trace.</summary>
public abstract record MailResult
{
    private MailResult() { }

    public sealed record Sent(DateTimeOffset At) : MailResult;

    /// <summary>It cost its credit and reached nobody.</summary>
    public sealed record Bounced(DateTimeOffset At) : MailResult;

    /// <summary>Its recipient was known to be unreachable: it was not sent, and cost no credit.</summary>
    public sealed record Suppressed : MailResult;

    /// <summary>Its deadline passed while it waited, or before it came.</summary>
    public sealed record Expired : MailResult;

    /// <summary>A newer mail of its topic took its place, or it was withdrawn; so ends a cancel request too.</summary>
    public sealed record Superseded : MailResult;

    /// <summary>Neither sent nor past its deadline when the simulation ended.</summary>
    public sealed record Waiting : MailResult;

    /// <summary>The word for it in files.</summary>
    public string Word =>
        this switch
        {
            Sent => "sent",
            Bounced => "bounced",
            Suppressed => "suppressed",
            Expired => "expired",
            Superseded => "superseded",
            _ => "waiting",
        };
}
