namespace MailDispatcher.Core.Journal;

/// <summary>How it is known that the provider has a mail.</summary>
public enum Evidence
{
    /// <summary>It answered the attempt with success.</summary>
    Answer,

    /// <summary>It refused a repeated attempt because the idempotency key had been used.</summary>
    UsedKey,

    /// <summary>Its event log has the mail's tag.</summary>
    EventLog,
}
