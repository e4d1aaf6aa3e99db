using System.Collections.Frozen;

namespace MailDispatcher.Contracts;

/// <summary>What the reader must be told, because no request says it.</summary>
public sealed record MailRequestCodecOptions
{
    public static MailRequestCodecOptions Default { get; } = new();

    /// <value>
    /// The zone of a time that is written without one (setting <c>Requests__Zone</c>). Null, the default: such a time
    /// is never guessed, and its request is unreadable with that reason.
    /// </value>
    public TimeZoneInfo? Zone { get; init; }

    /// <value>
    /// By template, how long after its publishing a mail is worth sending, above zero: for requests that give neither a
    /// deadline nor a mentoring (setting <c>Dispatch__Deadlines__N</c>). Empty, the default: such a request is
    /// unreadable.
    /// </value>
    public IReadOnlyDictionary<int, TimeSpan> Deadlines { get; init; } = FrozenDictionary<int, TimeSpan>.Empty;

    /// <value>
    /// True for whoever hands requests on to the dispatcher, which may know a deadline that this reader does not: a
    /// request without any is read, and <see cref="MailRequest.HasDeadline"/> is false. Default false.
    /// </value>
    public bool DeadlineMayBeMissing { get; init; }
}
