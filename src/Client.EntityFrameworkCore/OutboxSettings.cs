namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>The section <c>MailDispatcher:Outbox</c>.</summary>
public sealed class OutboxSettings
{
    /// <value>Milliseconds between two looks at an empty outbox, 10 to 60,000.</value>
    public int PauseMilliseconds { get; set; } = 500;

    /// <value>Rows published together, 1 to 1000.</value>
    public int Batch { get; set; } = 100;
}
