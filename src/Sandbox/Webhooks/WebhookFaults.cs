namespace MailDispatcher.Sandbox.Webhooks;

/// <summary>How badly events are posted; by default at once, each once and in order.</summary>
public sealed record WebhookFaults
{
    /// <value>Each post waits for a random time up to this one, so that their order is lost.</value>
    public TimeSpan Delay { get; init; }

    /// <value>The share of events that is posted twice, 0 to 1.</value>
    public double Doubled { get; init; }

    /// <value>The share of events that is never posted, 0 to 1.</value>
    public double Lost { get; init; }

    /// <value>
    /// How long after an answer of 429 it is posted again for the first time; Brevo waits for 10 minutes, then for 1, 2
    /// and 8 hours, and gives up. These grow alike.
    /// </value>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMinutes(10);
}
