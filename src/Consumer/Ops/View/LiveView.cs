using System.Diagnostics;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Reports;
using MailDispatcher.Engine;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>
/// What the daemon shows. Works nothing out until somebody asks, and then at most once a second; whoever asks while the
/// answer is being made gets the same one.
/// </summary>
internal sealed class LiveView(
    SnapshotMaker maker,
    ForecastCache forecast,
    ParkedGroups parked,
    DispatcherStatus status,
    OperatorActions actions,
    DaemonSettings settings,
    TimeProvider time
) : IOpsView, IDisposable
{
    // Real time, also under a fast clock: it is our own work that is spared.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // The loop answers between two turns.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly CreditDay _day = new(settings.Dispatch.Zone);
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private OpsSnapshot? _latest;
    private long _madeAt;

    public async Task<OpsSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken);
        try
        {
            if (_latest is not null && Stopwatch.GetElapsedTime(_madeAt) < Fresh)
                return _latest;
            var now = time.GetUtcNow();
            _latest = maker.Make(now, forecast.Current(), await parked.ReadAsync(cancellationToken));
            _madeAt = Stopwatch.GetTimestamp();
            return _latest;
        }
        finally
        {
            _making.Release();
        }
    }

    public async Task<DayReport?> ReportOfAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (status.Loop is not { } loop || day > _day.Of(now))
            return null;
        // Of a day before the journal begins nobody knows that nothing was sent.
        return await loop.ReadAsync(projection =>
                projection.Since is { } since && day >= _day.Of(since) ? DayReport.Of(projection, day, _day, now) : null
            )
            .WaitAsync(Patience, cancellationToken);
    }

    public async Task<MailView?> FindAsync(Guid mail, CancellationToken cancellationToken)
    {
        if (status.Loop is not { } loop)
            return null;
        var snapshot = await SnapshotAsync(cancellationToken);
        var request = await loop.FindRequestAsync(mail).WaitAsync(Patience, cancellationToken);
        var state = await loop.ReadAsync(projection => projection.Find(mail)).WaitAsync(Patience, cancellationToken);
        if (request is null && state is null)
            return await FindGivenAsync(snapshot, mail, cancellationToken);
        var clock = new TimeFormat(settings.Dispatch.Zone, snapshot.At);
        var timeline = await TimelineAsync(mail, cancellationToken);
        return MailViews.Of(
            mail,
            request,
            state,
            snapshot.Waiting.FirstOrDefault(row => row.Id == mail),
            timeline,
            status.View?.Missing,
            clock
        );
    }

    // What can't be read is parked under a name drawn from its bytes, and its app knows it by the id that it gave.
    private async Task<MailView?> FindGivenAsync(
        OpsSnapshot snapshot,
        Guid given,
        CancellationToken cancellationToken
    ) =>
        ParkedOf(snapshot).FirstOrDefault(row => row.GivenId == given && row.Id != given) is { } row
        && await FindAsync(row.Id, cancellationToken) is { } found
            ? found with
            {
                Why = $"Its app gave it the id {given}; it is parked under {row.Id}, drawn from its bytes. {found.Why}",
            }
            : null;

    private static IEnumerable<ParkedRow> ParkedOf(OpsSnapshot snapshot) => snapshot.Parked.SelectMany(g => g.Mails);

    public Task<IReadOnlyList<EventRow>> EventsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(EventWords.Of(status.View?.Events ?? []));

    public async Task<MailsFound> SearchAsync(MailQuery query, CancellationToken cancellationToken)
    {
        if (status.Loop is not { } loop)
            return new MailsFound([], "This dispatcher does not lead now, so it does not know the mails.");
        if (query.Address is { } address)
            return await SearchAsync(loop, address, cancellationToken);
        var snapshot = await SnapshotAsync(cancellationToken);
        // The topic is in the queue's mails alone: the journal's fold keeps none.
        var found = snapshot
            .Waiting.Where(row =>
                query.Matches(row.Id, row.Template, row.Topic) || query.Touches(row.Arrived, row.Deadline)
            )
            .Select(row => row.Id)
            .Concat(
                ParkedOf(snapshot)
                    .Where(row => row.GivenId is { } given && query.IsId && query.Matches(given, "", null))
                    .Select(row => row.Id)
            )
            .ToHashSet();
        return await loop.ReadAsync(projection => new MailsFound([
                .. projection
                    .Mails.Where(mail =>
                        found.Contains(mail.Id)
                        || query.Matches(mail.Id, MailTemplate.NameOf(mail.Template), null)
                        || query.Touches(mail.Arrived, mail.Deadline, mail.Settled is null ? null : mail.SettledAt)
                    )
                    .OrderByDescending(mail => mail.Arrived)
                    .Take(MailQuery.Most)
                    .Select(mail => MailViews.HitOf(mail, status.View?.Missing, time.GetUtcNow())),
            ]))
            .WaitAsync(Patience, cancellationToken);
    }

    // By hash in the journal, which has no address; by address in hand and in the parked queue, which may be older.
    private async Task<MailsFound> SearchAsync(DispatchLoop loop, string address, CancellationToken cancellationToken)
    {
        var keys = settings.Delivery.Addresses.AllOf(address);
        var known = (await loop.FindInHandAsync(address).WaitAsync(Patience, cancellationToken)).ToHashSet();
        var parked = await actions.ReadParkedAsync(cancellationToken);
        foreach (var mail in parked ?? [])
            if (AddressMatch.IsTo(mail.Request, mail.Body, address))
                known.Add(mail.Note.Mail);
        return await loop.ReadAsync(projection =>
            {
                var theirs = projection
                    .OfPerson(keys)
                    .UnionBy(known.Select(projection.Find).OfType<MailState>(), mail => mail.Id)
                    .OrderByDescending(mail => mail.Arrived)
                    .Select(mail => MailViews.HitOf(mail, status.View?.Missing, time.GetUtcNow()))
                    .ToList();
                return new MailsFound([.. theirs.Take(MailQuery.Most)], NotSeen(projection, parked is null))
                {
                    Counts = theirs.CountBy(mail => mail.State).ToDictionary(),
                };
            })
            .WaitAsync(Patience, cancellationToken);
    }

    // A cancel goes to nobody.
    private static string? NotSeen(Projection projection, bool parkedIsUnread)
    {
        var nameless = projection.Mails.Count(mail => mail is { Person: null, Settled: not Settlement.Cancelled });
        string?[] words =
        [
            parkedIsUnread ? "Parked mail could not be looked through: the broker did not answer." : null,
            nameless > 0
                ? $"Of {TimeFormat.Count(nameless, "mail")} the journal knows no recipient (asked for without "
                    + "Suppression__Key, or unreadable): by address they are found only in hand or parked."
                : null,
        ];
        return words.Any(word => word is not null) ? string.Join(' ', words.OfType<string>()) : null;
    }

    /// <summary>One reading of the journal at a time: it is the whole stream.</summary>
    private async Task<MailTimeline> TimelineAsync(Guid mail, CancellationToken cancellationToken)
    {
        if (actions.Session is not { } session)
            return new MailTimeline([], IsWhole: false);
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await MailTimeline.ReadAsync(
                session.Broker,
                settings.Topology.Journal.Name,
                mail,
                cancellationToken
            );
        }
        catch (SessionLostException)
        {
            return new MailTimeline([], IsWhole: false);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        _making.Dispose();
        _reading.Dispose();
    }
}
