namespace MailDispatcher.Simulation;

/// <summary>One mail of a trace: when it came, until when it is worth something, and what it is worth.</summary>
public sealed record TraceMail
{
    public required string Id { get; init; }

    public required DateTimeOffset Arrival { get; init; }

    /// <summary>The deadline: the start of what the mail is about.</summary>
    public required DateTimeOffset Event { get; init; }

    /// <summary>The template's number on the wire; 0 when the trace has none or one by an unknown name.</summary>
    public int Template { get; init; }

    /// <summary>What it is worth when it leaves before the event; 0 or more.</summary>
    public required double Value { get; init; }

    /// <summary>
    /// With <see cref="Recipient"/>: a newer mail of the same topic to the same recipient takes its place.
    /// </summary>
    public string? Topic { get; init; }

    public string? Recipient { get; init; }

    public long? Version { get; init; }

    /// <summary>Sends nothing and withdraws what waits for its topic and recipient.</summary>
    public bool Cancel { get; init; }

    /// <summary>Came a day or less before its event.</summary>
    public bool IsUrgent => Event - Arrival <= TimeSpan.FromHours(24);
}
