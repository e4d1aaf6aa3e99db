namespace MailDispatcher.Broker.Journal;

/// <summary>The journal's stream: its name and how long it keeps events.</summary>
public sealed record JournalQueue
{
    /// <value>Default <c>mail-journal</c>.</value>
    public string Name { get; init; } = "mail-journal";

    /// <value>
    /// Default 7 days. Whole segments are dropped, never single events; so the last 20 MB (about 100,000 events) stay
    /// whatever their age. Fixed when the stream is created.
    /// </value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    internal Dictionary<string, object?> Arguments() =>
        new()
        {
            ["x-queue-type"] = "stream",
            ["x-max-age"] = $"{(int)Retention.TotalHours}h",
            ["x-stream-max-segment-size-bytes"] = 20_000_000,
        };
}
