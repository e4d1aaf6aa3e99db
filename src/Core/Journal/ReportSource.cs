namespace MailDispatcher.Core.Journal;

/// <summary>How we heard of what the provider tells.</summary>
public enum ReportSource
{
    /// <summary>The provider called us.</summary>
    Webhook,

    /// <summary>We read its event log.</summary>
    EventLog,
}
