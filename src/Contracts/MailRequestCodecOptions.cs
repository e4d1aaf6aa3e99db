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
}
