namespace MailDispatcher.Consumer.Simulation;

/// <summary>What became of one mail of a trace.</summary>
public abstract record MailFate
{
    private MailFate() { }

    public sealed record Sent(DateTimeOffset At) : MailFate;

    /// <summary>Its deadline passed while it waited, or before it came.</summary>
    public sealed record Expired : MailFate;

    /// <summary>A newer mail of its topic took its place, or it was withdrawn; so ends a cancel request too.</summary>
    public sealed record Superseded : MailFate;

    /// <summary>Neither sent nor past its deadline when the simulation ended.</summary>
    public sealed record Waiting : MailFate;

    /// <summary>The word for it in files.</summary>
    public string Word => this switch
    {
        Sent => "sent",
        Expired => "expired",
        Superseded => "superseded",
        _ => "waiting",
    };
}
