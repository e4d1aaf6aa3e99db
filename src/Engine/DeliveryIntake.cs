using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>
/// Judges each message as it comes, by what it says and by what the journal knows: held, settled, or parked. Parking
/// goes on beside the loop, so that a flood of bad messages holds up no mail.
/// </summary>
internal sealed partial class DeliveryIntake(
    LoopState state,
    TopicRules topics,
    LaterMails later,
    Action<Parking> park,
    ILogger logger
)
{
    /// <summary>
    /// A retry stands in the journal before its message is in the queue; another's entry may still be on its way to us.
    /// </summary>
    private static readonly TimeSpan RetryMayBeUnknown = TimeSpan.FromSeconds(3);

    private readonly List<(Delivery Delivery, DateTimeOffset At)> _undecided = [];
    private readonly Queue<PendingMail> _new = new();

    /// <summary>When something is to be judged again; null when nothing is.</summary>
    public DateTimeOffset? NextAt => _undecided.Count == 0 ? null : state.Now.AddMilliseconds(200);

    public void Take(Delivery delivery)
    {
        state.Checkpoints.Pass(Checkpoint.Taken);
        if (!Judge(delivery, mayWait: true))
            _undecided.Add((delivery, state.Now));
    }

    /// <summary>Judges again what could not be told when it came.</summary>
    public void TakeUndecided()
    {
        if (_undecided.Count == 0)
            return;
        var now = state.Time.GetUtcNow();
        var again = _undecided.ToList();
        _undecided.Clear();
        foreach (var (delivery, at) in again)
            if (!Judge(delivery, mayWait: now - at < RetryMayBeUnknown))
                _undecided.Add((delivery, at));
    }

    private bool Judge(Delivery delivery, bool mayWait)
    {
        var decoded = MailRequestCodec.Decode(delivery.Body.Span, state.Settings.Wire, delivery.Published);
        var request = (decoded as DecodedMail.Valid)?.Request;
        var id = MailId.OfDecoded(decoded, delivery.MessageId, delivery.Body.Span);
        var known = state.Projection.Find(id);
        var now = state.Now;
        var isWanted = later.Wants(id);
        if (later.Returned(id))
        {
            state.Turn.Ack(delivery);
            return true;
        }

        CountFaults(delivery, decoded, id, known);
        if (request is not null && delivery.ReleasedNumber is null && IsAnother(request, id, known))
        {
            ParkConflict(delivery, id, decoded);
            return true;
        }

        if (state.Mails.Find(id) is { State: PendingMailState.Returning or PendingMailState.Moving } returned)
        {
            (returned.Delivery, returned.State) = (delivery, PendingMailState.Asking);
            if (known is not { IsInFlight: true })
                state.Mails.MakeReady(returned, returned.Waiting.NotBefore);
            state.Mails.Held(returned);
            return true;
        }

        switch (Triage.Judge(decoded, known, delivery.ReleasedNumber, now))
        {
            case TriageResult.Undecided when mayWait:
                return false;
            case TriageResult.Undecided:
                Park(
                    delivery,
                    null,
                    id,
                    "unknown_retry",
                    "it says that a person sent it back, and the journal knows of no such retry",
                    UrgencyClass.Later,
                    decoded
                );
                break;
            case TriageResult.Drop:
                Drop(delivery, id);
                break;
            case TriageResult.Park unreadable:
                Park(delivery, null, id, ParkingCause.Unreadable, unreadable.Reason, UrgencyClass.Later, decoded);
                break;
            case TriageResult.Expire:
                var late = request!.Deadline;
                Log.MailExpired(logger, id, late);
                state.Turn.Record(
                    new JournalEvent.Expired
                    {
                        At = now,
                        Mail = id,
                        Deadline = late,
                        Template = request.Template,
                        Origin = known is null
                            ? RequestOrigin.Of(decoded, delivery.ReplyTo, delivery.CorrelationId)
                            : null,
                        Person = known is null ? PersonOf(request) : null,
                    }
                );
                state.Turn.Ack(delivery);
                state.Metrics.Settled(Settlement.Expired, UrgencyClass.Urgent);
                state.Metrics.DeadlineMissed(known?.Arrived ?? delivery.Published, late);
                break;
            case TriageResult.Release:
                Log.MailReleased(logger, id);
                state.Turn.Record(
                    new JournalEvent.Released
                    {
                        At = now,
                        Mail = id,
                        Number = delivery.ReleasedNumber!.Value,
                    }
                );
                Hold(delivery, id, (DecodedMail.Valid)decoded, state.Projection.Find(id));
                break;
            case TriageResult.Wait
                when known is not { IsInFlight: true } && WithdrawnBy(id, request!, known, delivery) is { } by:
                Withdraw(delivery, id, decoded, known, by);
                break;
            case TriageResult.Wait
                when known is not { IsInFlight: true } && Unreachable(KeysOf(request!, known)) is { } unreachable:
                Suppress(delivery, id, decoded, known, unreachable);
                break;
            case TriageResult.Wait:
                Hold(delivery, id, (DecodedMail.Valid)decoded, known);
                if (
                    delivery.IsLater
                    && later.Awaits
                    && !isWanted
                    && state.Mails.Find(id) is { State: PendingMailState.Ready } unwanted
                )
                    later.PutBack(unwanted);
                break;
            default:
                throw new InvalidOperationException("A result without a case.");
        }

        return true;
    }

    private void Hold(Delivery delivery, Guid id, DecodedMail.Valid decoded, MailState? known)
    {
        var request = decoded.Request;
        if (state.Mails.Find(id) is not null)
        {
            Drop(delivery, id);
            return;
        }

        var now = state.Now;
        // A mail that comes back keeps its place in time; else a retry would be newer than what replaced it meanwhile.
        var published = request.PublishedAt ?? delivery.Published;
        var seen =
            published is null && known is not { ArrivalIsKnown: true }
                ? new SeenOrder(state.SeenNow(), delivery.Level ?? 0, state.EmptyAt)
                : null;
        var arrived =
            known is { ArrivalIsKnown: true } ? known.Arrived
            : published < now ? published.Value
            : seen?.At ?? now;
        var value = request.Cancel ? 1 : state.Settings.Values.Of(request.Template, arrived, request.Deadline);
        var mail = new PendingMail(id, delivery, request, arrived, value)
        {
            RecipientKey =
                request is { Topic: null, Cancel: false } && !state.Settings.Coalescing.IsOn
                    ? null
                    : TopicRules.RecipientKey(request),
            Content = MailRequestCodec.ContentHash(request),
            Person = PersonOf(request),
            AddressKeys = KeysOf(request, known),
            PersonKeys = PersonKeysOf(request),
            Origin = RequestOrigin.Of(decoded, delivery.ReplyTo, delivery.CorrelationId),
            IsJournalled = known is { ArrivalIsKnown: true },
            Seen = seen,
            State = PendingMailState.Attempting,
        };
        state.Mails.Add(mail);
        if (known is { IsInFlight: true })
            mail.State = PendingMailState.Asking;
        else
            state.Mails.MakeReady(
                mail,
                known?.NotBefore > request.NotBefore ? known.NotBefore : request.NotBefore ?? known?.NotBefore
            );
        // Of a topic the newest counts whatever becomes of it, so the journal must know it first.
        if (request.Topic is not null || request.Cancel || state.Settings.Coalescing.IsOn)
            Journal(mail);
        else
            _new.Enqueue(mail);
        if (request.Scope == RequestScope.Person)
        {
            WithdrawLater(mail);
            topics.Withdraw(mail);
        }
        else
            topics.Tidy(mail);
        state.HasNews = true;
    }

    private void Drop(Delivery delivery, Guid id)
    {
        Log.CopyDropped(logger, id);
        state.Turn.Record(new JournalEvent.Duplicate { At = state.Now, Mail = id });
        state.Turn.Ack(delivery);
        state.Metrics.Duplicate();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Mail {MailId} expired unsent: its deadline was {Deadline:u}.")]
        public static partial void MailExpired(ILogger logger, Guid mailId, DateTimeOffset deadline);

        [LoggerMessage(2, LogLevel.Warning, "Mail {MailId} is parked for a person ({Cause}): {Reason}.")]
        public static partial void MailParked(ILogger logger, Guid mailId, string cause, string reason);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "A further copy of mail {MailId} was taken out: the mail is settled or waits already."
        )]
        public static partial void CopyDropped(ILogger logger, Guid mailId);

        [LoggerMessage(5, LogLevel.Warning, "Mail {MailId} is not sent, and costs no credit: {Why}.")]
        public static partial void MailSuppressed(ILogger logger, Guid mailId, string why);

        [LoggerMessage(6, LogLevel.Information, "Mail {MailId} is withdrawn by {By}.")]
        public static partial void MailWithdrawn(ILogger logger, Guid mailId, Guid by);

        [LoggerMessage(4, LogLevel.Information, "Mail {MailId} is back from the parked queue.")]
        public static partial void MailReleased(ILogger logger, Guid mailId);
    }
}
