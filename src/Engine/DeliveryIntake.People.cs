using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
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
        var withdrawn = state.Projection.Withdrawn;
        if (withdrawn.Version == _forgottenSeen && !_forgetAgain)
            return;
        (_forgottenSeen, _forgetAgain) = (withdrawn.Version, false);
        if (withdrawn.IsEmpty)
            return;
        foreach (var mail in state.Mails.All.Where(mail => !mail.Request.Cancel).ToList())
        {
            if (withdrawn.Find(PersonalKeysOf(mail.Request), mail.Arrived) is not { } wish)
                continue;
            // What may have been sent must be known first.
            if (IsFree(mail))
            {
                Withdraw(mail, wish.By);
            }
            else
            {
                _forgetAgain = true;
            }
        }

        foreach (var mail in later.All.ToList())
        {
            if (
                state.Projection.Find(mail.Id)?.Person is { } person
                && withdrawn.Find([person], mail.Arrived) is { } wish
            )
                Withdraw(mail, wish.By);
        }
    }

    private Guid? WithdrawnBy(Guid id, MailRequest request, MailState? known, Delivery delivery) =>
        AskedFor(id, request) ?? WithdrawalOf(request, known, delivery)?.By;

    private PersonWithdrawal? WithdrawalOf(MailRequest request, MailState? known, Delivery delivery) =>
        // One of which nobody knows when it was asked for is new.
        state.Projection.Withdrawn.IsEmpty
        || request.Cancel
        || (known is { ArrivalIsKnown: true } ? known.Arrived : request.PublishedAt ?? delivery.Published)
            is not { } askedFor
            ? null
            : state.Projection.Withdrawn.Find(PersonalKeysOf(request), askedFor);

    private void Withdraw(Delivery delivery, Guid id, DecodedMail decoded, MailState? known, Guid by)
    {
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
        RecordWithdrawn(id, by, request.Deadline);
        state.Turn.Ack(delivery);
    }

    private bool IsFree(PendingMail mail) =>
        mail.State is PendingMailState.Ready or PendingMailState.Returning
        && state.Projection.Find(mail.Id) is not { IsInFlight: true };

    private bool IsOf(PendingMail mail, IReadOnlyList<string> keys) => AllKeysOf(mail.Request).Any(keys.Contains);

    // A cancel request names the recipient by the key that topics have, which needs no secret.
    private IReadOnlyList<string> PersonalKeysOf(MailRequest request) =>
        [.. AllKeysOf(request), TopicRules.RecipientKey(request)];

    private IReadOnlyList<string> AllKeysOf(MailRequest request) =>
        state.Settings.Addresses.AllOf(request.Recipient.Email);

    private string? PersonOf(MailRequest request) =>
        request.Cancel ? null : state.Settings.Addresses.Of(request.Recipient.Email);
}
