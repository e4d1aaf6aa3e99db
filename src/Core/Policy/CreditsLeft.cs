namespace MailDispatcher.Core.Policy;

/// <summary>How many mails may still leave. Closed; a decision is never asked while it is unknown.</summary>
public abstract record CreditsLeft
{
    private CreditsLeft() { }

    /// <summary>So many until the reset, when unused ones are lost. Never negative.</summary>
    public sealed record Today(int Mails) : CreditsLeft;

    /// <summary>So many, with no limit a day: nothing is gained by waiting.</summary>
    public sealed record Balance(int Mails) : CreditsLeft;

    /// <summary>No limit.</summary>
    public sealed record Unlimited : CreditsLeft;

    /// <summary>The most mails that may leave now.</summary>
    public int Most =>
        this switch
        {
            Today today => today.Mails,
            Balance balance => balance.Mails,
            _ => int.MaxValue,
        };
}
