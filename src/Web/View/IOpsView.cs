using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>What there is to see.</summary>
public interface IOpsView
{
    /// <summary>The state of now, at most a second old; worked out only when somebody asks.</summary>
    Task<OpsSnapshot> SnapshotAsync(CancellationToken cancellationToken);

    /// <summary>A day's report; null for a day to come, and while the journal has not been read.</summary>
    Task<DayReport?> ReportOfAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>The mails that a person looks for, newest first, <see cref="MailQuery.Most"/> at most.</summary>
    Task<MailsFound> SearchAsync(MailQuery query, CancellationToken cancellationToken);

    /// <summary>What happened to the dispatcher, newest first, as far as it is kept.</summary>
    Task<IReadOnlyList<EventRow>> EventsAsync(CancellationToken cancellationToken);

    /// <summary>One mail; null when neither the pending queue nor the journal knows it.</summary>
    Task<MailView?> FindAsync(Guid mail, CancellationToken cancellationToken);
}
