using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <content>Mail to persons who wanted to be forgotten.</content>
internal sealed partial class DeliveryIntake
{
    private int _forgottenSeen;
    private bool _forgetAgain;

    /// <summary>Notes that a person wants to be forgotten, and withdraws what is known to wait for them.</summary>
    /// <param name="keys">All keyed hashes under which the person may stand.</param>
    /// <param name="discarded">Parked mails of theirs that were given up before.</param>
    /// <returns>What was noted.</returns>
    public JournalEvent.PersonForgotten Forget(IReadOnlyList<string> keys, string by, int discarded)
    {
        var inHand = state.Mails.All.Where(mail => !mail.Request.Cancel && IsOf(mail, keys)).ToList();
        var elsewhere = later.All.Where(mail => state.Projection.Find(mail.Id)?.Person is { } p && keys.Contains(p));
        var wish = new JournalEvent.PersonForgotten
        {
            At = state.Now,
            Id = Guid.CreateVersion7(state.Now),
            Person = keys,
            By = by,
            WithdrawnCount = inHand.Count(IsFree) + elsewhere.Count(),
            DiscardedCount = discarded,
            InFlightCount = inHand.Count(mail => !IsFree(mail)),
        };
        state.Turn.Record(wish);
        WithdrawForgotten();
        return wish;
    }

    /// <summary>Withdraws what waits for persons who wanted to be forgotten since it was last called.</summary>
    public void WithdrawForgotten()
    {
        var forgotten = state.Projection.Forgotten;
        if (forgotten.Version == _forgottenSeen && !_forgetAgain)
            return;
        (_forgottenSeen, _forgetAgain) = (forgotten.Version, false);
        if (forgotten.IsEmpty)
            return;
        foreach (var mail in state.Mails.All.Where(mail => !mail.Request.Cancel).ToList())
        {
            if (forgotten.Find(AllKeysOf(mail.Request), mail.Arrived) is not { } wish)
                continue;
            // What may have been sent must be known first.
            if (IsFree(mail))
            {
                Log.MailWithdrawn(logger, mail.Id);
                Journal(mail);
                state.Settle(mail, WithdrawnBy(wish, mail.Id), Settlement.Superseded);
            }
            else
            {
                _forgetAgain = true;
            }
        }

        foreach (var mail in later.All.ToList())
        {
            if (
                state.Projection.Find(mail.Id)?.Person is not { } person
                || forgotten.Find([person], mail.Arrived) is not { } wish
            )
                continue;
            Log.MailWithdrawn(logger, mail.Id);
            later.SettledElsewhere(mail);
            state.Turn.Record(WithdrawnBy(wish, mail.Id));
            state.Metrics.Settled(Settlement.Superseded, UrgencyClasses.Of(mail.Deadline, state.Now));
        }
    }

    private JournalEvent.PersonForgotten? Forgotten(MailRequest request, MailState? known, Delivery delivery) =>
        // One of which nobody knows when it was asked for is new.
        state.Projection.Forgotten.IsEmpty
        || request.Cancel
        || (known is { ArrivalIsKnown: true } ? known.Arrived : request.PublishedAt ?? delivery.Published)
            is not { } askedFor
            ? null
            : state.Projection.Forgotten.Find(AllKeysOf(request), askedFor);

    private void Withdraw(
        Delivery delivery,
        Guid id,
        DecodedMail decoded,
        MailState? known,
        JournalEvent.PersonForgotten wish
    )
    {
        Log.MailWithdrawn(logger, id);
        var request = ((DecodedMail.Valid)decoded).Request;
        if (known is not { ArrivalIsKnown: true })
            state.Turn.Record(
                new JournalEvent.Requested
                {
                    At = state.Now,
                    Mail = id,
                    Arrived = request.PublishedAt ?? delivery.Published ?? state.Now,
                    Deadline = request.Deadline,
                    Template = request.Template,
                    Content = MailRequestCodec.ContentHash(request),
                    Origin = RequestOrigin.Of(decoded, delivery.ReplyTo, delivery.CorrelationId),
                    Person = PersonOf(request),
                }
            );
        state.Turn.Record(WithdrawnBy(wish, id));
        state.Turn.Ack(delivery);
        state.Metrics.Settled(Settlement.Superseded, UrgencyClasses.Of(request.Deadline, state.Now));
    }

    private JournalEvent.Superseded WithdrawnBy(JournalEvent.PersonForgotten wish, Guid mail) =>
        new()
        {
            At = state.Now,
            Mail = mail,
            By = wish.Id,
            ByCancel = true,
        };

    private bool IsFree(PendingMail mail) =>
        mail.Stage is MailStage.Ready or MailStage.Returning
        && state.Projection.Find(mail.Id) is not { IsInFlight: true };

    private bool IsOf(PendingMail mail, IReadOnlyList<string> keys) => AllKeysOf(mail.Request).Any(keys.Contains);

    private IReadOnlyList<string> AllKeysOf(MailRequest request) =>
        state.Settings.Addresses.AllOf(request.Recipient.Email);

    private string? PersonOf(MailRequest request) =>
        request.Cancel ? null : state.Settings.Addresses.Of(request.Recipient.Email);
}
