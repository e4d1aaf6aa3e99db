using System.Text.Json.Serialization;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Web.View;

/// <summary>One mail: where it stands, why, and how it came there.</summary>
public sealed record MailView
{
    public required Guid Id { get; init; }

    [JsonConverter(typeof(EnumNameConverter<MailStatus>))]
    public required MailStatus State { get; init; }

    [JsonIgnore]
    public bool Waits => State is MailStatus.Pending or MailStatus.Deferred;

    public required string Template { get; init; }

    public string? Topic { get; init; }

    /// <summary>Name and address, while the mail waits; the journal keeps neither.</summary>
    public string? Recipient { get; init; }

    public required DateTimeOffset Arrived { get; init; }

    /// <summary>Null when it could not be read.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>While it waits: when it is predicted to go; null when nobody can say, or when it will not.</summary>
    public DateTimeOffset? SendAt { get; init; }

    public bool? Misses { get; init; }

    /// <summary>Why it is where it is, in a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TimelineStep> Timeline { get; init; }

    /// <summary>False when the journal could not be read to its end in time.</summary>
    public bool TimelineIsWhole { get; init; } = true;
}
