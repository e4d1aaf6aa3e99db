namespace MailDispatcher.Sandbox.Mails;

/// <summary>One call of the API, in the order of their answers.</summary>
/// <param name="Path">Without the query.</param>
/// <param name="Query">As it came, with its question mark; empty when there is none.</param>
/// <param name="Status">Null when the connection was reset.</param>
/// <param name="Tag">The first tag of the mail, or of those looked for.</param>
public sealed record ApiCall(
    long Number,
    DateTimeOffset At,
    string Method,
    string Path,
    string Query,
    int? Status,
    string? Tag
);
