namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>
/// One row of the outbox: a mail request that stands in the app's own database until the broker has confirmed it. The
/// row is the wire's JSON, so that any language can write it.
/// </summary>
public sealed class OutboxMail
{
    /// <summary>Given by the database, in the order of writing.</summary>
    public long Number { get; private set; }

    /// <summary>The mail request as JSON, with its id.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Why it can't be published, for a person; null: it waits for the relay.</summary>
    public string? Problem { get; set; }
}
