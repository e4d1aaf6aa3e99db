using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>Shows what it is told last.</summary>
internal sealed class ChangingView(OpsSnapshot first) : IOpsView
{
    public OpsSnapshot Snapshot { get; set; } = first;

    public Task<OpsSnapshot> SnapshotAsync(CancellationToken cancellationToken) => Task.FromResult(Snapshot);

    public Task<IReadOnlyList<EventRow>> EventsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Snapshot.Events);

    public Task<MailView?> FindAsync(Guid mail, CancellationToken cancellationToken) =>
        Task.FromResult<MailView?>(null);

    public Task<DayReport?> ReportOfAsync(DateOnly day, CancellationToken cancellationToken) =>
        Task.FromResult<DayReport?>(null);

    public Task<MailsFound> SearchAsync(MailQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new MailsFound([]));
}
