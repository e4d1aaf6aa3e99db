using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>Shows what a test gives it.</summary>
internal sealed class GivenView(OpsSnapshot snapshot, params MailView[] mails) : IOpsView
{
    /// <summary>What is told of every day; null for nothing.</summary>
    public DayReport? Report { get; init; }

    public Task<OpsSnapshot> SnapshotAsync(CancellationToken cancellationToken) => Task.FromResult(snapshot);

    public Task<IReadOnlyList<EventRow>> EventsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(snapshot.Events);

    public Task<MailView?> FindAsync(Guid mail, CancellationToken cancellationToken) =>
        Task.FromResult(mails.FirstOrDefault(m => m.Id == mail));

    public Task<DayReport?> ReportOfAsync(DateOnly day, CancellationToken cancellationToken) => Task.FromResult(Report);

    public Task<MailsFound> SearchAsync(MailQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(
            new MailsFound([
                .. mails
                    .Where(m =>
                        query.Address is { } address
                            ? m.Recipient?.Contains(address, StringComparison.OrdinalIgnoreCase) == true
                            : query.Matches(m.Id, m.Template, m.Topic) || query.Touches(m.Arrived, m.Deadline)
                    )
                    .Select(m => new MailHit(m.Id, m.Template, m.State, m.Arrived, m.Deadline ?? m.Arrived)),
            ])
        );
}
