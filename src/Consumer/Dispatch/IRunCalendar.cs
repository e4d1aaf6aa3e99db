using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>When runs are due.</summary>
public interface IRunCalendar
{
    /// <summary>The first fire after an instant; null when there is none.</summary>
    DateTimeOffset? NextAfter(RunKind kind, DateTimeOffset at);

    /// <summary>The last fire at or before an instant; null when there was none.</summary>
    DateTimeOffset? LatestAt(RunKind kind, DateTimeOffset at);
}
