using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// The mails in hand of one run: takes everything that waits, judges each message, and holds what may be chosen. Owns
/// the window: what is not settled here goes back to its place, whatever happens. Of more mails than its capacity it
/// keeps those with the soonest deadlines, so the choice is right however many wait, in bounded memory.
/// </summary>
public sealed partial class Intake(
    Window window, JournalStream journal, Projection memory, ParkedQueue parked, DispatcherMetrics metrics,
    TimeProvider time, Checkpoints checkpoints, int capacity, ILogger<Intake> logger) : IAsyncDisposable
{
    private const int AppendsAtOnce = 200;

    private readonly Dictionary<Guid, PendingMail> _candidates = [];
    private readonly PriorityQueue<PendingMail, long> _leastUrgentFirst = new();
    private readonly List<(PendingMail Mail, Task Journalled)> _asked = [];

    public IReadOnlyDictionary<Guid, PendingMail> Candidates => _candidates;

    /// <summary>Deadlines of the mails that wait beyond the capacity.</summary>
    public List<DateTimeOffset> Beyond { get; } = [];

    /// <summary>Takes all that is ready.</summary>
    /// <exception cref="BrokerLostException">The broker is gone; everything is back in the queue.</exception>
    public async Task FillAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && await window.TakeAsync() is { } delivery)
        {
            checkpoints.Pass(Checkpoint.Taken);
            await TakeInAsync(delivery);
            if (_asked.Count >= AppendsAtOnce) await JournalAskedAsync();
        }

        await JournalAskedAsync();
        checkpoints.Pass(Checkpoint.AskedJournalled);
    }

    /// <summary>Expires what is past its deadline; a window held for long outlives some.</summary>
    public async Task ExpireAsync()
    {
        var now = time.GetUtcNow();
        foreach (var late in _candidates.Values.Where(c => c.Deadline <= now && !c.State.IsInFlight).ToList()) await ExpireAsync(late);
    }

    /// <summary>Settles one mail as expired.</summary>
    public Task ExpireAsync(PendingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Log.MailExpired(logger, mail.Id, mail.Deadline);
        metrics.DeadlineMissed(mail.Arrived, mail.Deadline);
        return SettleAsync(
            mail, new JournalEvent.Expired { At = time.GetUtcNow(), Mail = mail.Id, Deadline = mail.Deadline, Template = mail.Request.Template }, "expired");
    }

    /// <summary>Journals how a mail was settled, then lets it leave the queue.</summary>
    /// <exception cref="BrokerLostException">The broker is gone; the journal decides when the mail comes again.</exception>
    public async Task SettleAsync(PendingMail mail, JournalEvent.OfMail entry, string outcome)
    {
        ArgumentNullException.ThrowIfNull(mail);
        await journal.AppendAsync(entry);
        checkpoints.Pass(Checkpoint.OutcomeJournalled);
        _candidates.Remove(mail.Id);
        await window.AckAsync(mail.Delivery);
        checkpoints.Pass(Checkpoint.Acknowledged);
        if (outcome != "sent") metrics.Settled(outcome, UrgencyClass.Of(mail.Deadline, entry.At));
    }

    /// <summary>Moves a mail to the parked queue.</summary>
    /// <exception cref="BrokerLostException">The broker is gone.</exception>
    public async Task ParkAsync(PendingMail mail, string cause, string reason)
    {
        ArgumentNullException.ThrowIfNull(mail);
        await ParkAsync(mail.Delivery, mail.Id, cause, reason, UrgencyClass.Of(mail.Deadline, time.GetUtcNow()));
        _candidates.Remove(mail.Id);
    }

    /// <summary>Returns what was not settled, in one nack.</summary>
    /// <exception cref="BrokerLostException">The broker is gone, and has returned it by itself.</exception>
    public Task ReturnAsync()
    {
        checkpoints.Pass(Checkpoint.Returning);
        return window.ReturnAsync();
    }

    private async Task TakeInAsync(Delivery delivery)
    {
        var decoded = MailRequestCodec.Decode(delivery.Body.Span);
        var request = (decoded as DecodedMail.Valid)?.Request;
        var id = MailId.Of(request, delivery.MessageId, delivery.Body.Span);
        var state = memory.Find(id);
        var now = time.GetUtcNow();
        switch (Triage.Judge(decoded, state, delivery.ReleasedNumber, now))
        {
            case TriageResult.Drop:
                await DropAsync(delivery, id);
                break;
            case TriageResult.Park park:
                await ParkAsync(delivery, id, "unreadable", park.Reason, UrgencyClass.Later);
                break;
            case TriageResult.Expire:
                var late = request!.Deadline;
                Log.MailExpired(logger, id, late);
                await journal.AppendAsync(new JournalEvent.Expired { At = now, Mail = id, Deadline = late, Template = request.Template });
                await window.AckAsync(delivery);
                metrics.Settled("expired", UrgencyClass.Urgent);
                metrics.DeadlineMissed(state?.Arrived ?? delivery.Published, late);
                break;
            case TriageResult.Release:
                Log.MailReleased(logger, id);
                await journal.AppendAsync(new JournalEvent.Released { At = now, Mail = id, Number = delivery.ReleasedNumber!.Value });
                await HoldAsync(delivery, id, request!);
                break;
            case TriageResult.Wait:
                await HoldAsync(delivery, id, request!);
                break;
            default:
                throw new InvalidOperationException("A verdict without a case.");
        }
    }

    private async Task HoldAsync(Delivery delivery, Guid id, MailRequest request)
    {
        if (_candidates.ContainsKey(id))
        {
            await DropAsync(delivery, id);
            return;
        }

        var now = time.GetUtcNow();
        var candidate = new PendingMail
        {
            Id = id,
            Delivery = delivery,
            Request = request,
            Arrived = delivery.Published is { } published && published < now ? published : now,
        };
        if (memory.Find(id) is { } known)
            candidate.State = known;
        else
            _asked.Add((candidate, JournalAsked(candidate, now)));
        _candidates[id] = candidate;
        _leastUrgentFirst.Enqueue(candidate, candidate.Hold);
        if (_candidates.Count <= capacity) return;
        while (_leastUrgentFirst.TryDequeue(out var least, out _))
        {
            // Settled ones have left the dictionary already; those in flight must stay in hand to be cleared up.
            if (!_candidates.TryGetValue(least.Id, out var held) || held != least || least.State?.IsInFlight == true) continue;
            _candidates.Remove(least.Id);
            Beyond.Add(least.Deadline);
            break;
        }
    }

    private Task JournalAsked(PendingMail mail, DateTimeOffset now) => journal.AppendAsync(new JournalEvent.Requested
    {
        At = now,
        Mail = mail.Id,
        Arrived = mail.Arrived,
        Deadline = mail.Deadline,
        Template = mail.Request.Template,
        Topic = mail.Request.Topic,
        Recipient = mail.Request.Topic is null ? null : TopicRules.RecipientKey(mail.Request),
        Version = mail.Request.Version,
        Cancel = mail.Request.Cancel,
    });

    private async Task JournalAskedAsync()
    {
        foreach (var (mail, journalled) in _asked)
        {
            await journalled;
            mail.State = memory.Find(mail.Id)!;
        }

        _asked.Clear();
    }

    private async Task DropAsync(Delivery delivery, Guid id)
    {
        Log.CopyDropped(logger, id);
        await journal.AppendAsync(new JournalEvent.Duplicate { At = time.GetUtcNow(), Mail = id });
        await window.AckAsync(delivery);
        metrics.Settled("duplicate", UrgencyClass.Later);
    }

    private async Task ParkAsync(Delivery delivery, Guid id, string cause, string reason, string urgencyClass)
    {
        var now = time.GetUtcNow();
        var number = (memory.Find(id)?.ParkedTimes ?? 0) + 1;
        await parked.ParkAsync(delivery, new ParkingNote(id, cause, reason, number, now));
        checkpoints.Pass(Checkpoint.ParkingStored);
        await journal.AppendAsync(new JournalEvent.Parked { At = now, Mail = id, Cause = cause, Reason = reason, Number = number });
        checkpoints.Pass(Checkpoint.ParkingJournalled);
        await window.AckAsync(delivery);
        Log.MailParked(logger, id, cause, reason);
        metrics.Settled("parked", urgencyClass);
    }

    public ValueTask DisposeAsync() => window.DisposeAsync();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Mail {MailId} expired unsent: its deadline was {Deadline:u}.")]
        public static partial void MailExpired(ILogger logger, Guid mailId, DateTimeOffset deadline);

        [LoggerMessage(2, LogLevel.Warning, "Mail {MailId} is parked for a person ({Cause}): {Reason}.")]
        public static partial void MailParked(ILogger logger, Guid mailId, string cause, string reason);

        [LoggerMessage(3, LogLevel.Information, "A further copy of mail {MailId} was taken out: the mail is settled or waits already.")]
        public static partial void CopyDropped(ILogger logger, Guid mailId);

        [LoggerMessage(4, LogLevel.Information, "Mail {MailId} is back from the parked queue.")]
        public static partial void MailReleased(ILogger logger, Guid mailId);
    }
}
