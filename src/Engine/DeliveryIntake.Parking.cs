using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <content>What goes to the parked queue, and under which identity.</content>
internal sealed partial class DeliveryIntake
{
    /// <summary>Begins to move a message to the parked queue.</summary>
    /// <param name="mail">Null for one that can't be read.</param>
    /// <param name="decoded">What was read of one that is not in hand; null for one that is.</param>
    /// <param name="holder">The other mail that has the id it bears.</param>
    /// <param name="mayBeSent">An attempt at it may have been taken.</param>
    public void Park(
        Delivery delivery,
        PendingMail? mail,
        Guid id,
        string cause,
        string reason,
        UrgencyClass urgencyClass,
        DecodedMail? decoded = null,
        Guid? holder = null,
        bool mayBeSent = false
    )
    {
        if (mail is not null)
            state.Mails.Busy(mail, PendingMailState.Parking);
        var number = (state.Projection.Find(id)?.ParkedTimes ?? 0) + 1;
        park(
            new Parking(delivery, new ParkingNote(id, cause, reason, number, state.Now), mail, urgencyClass)
            {
                Origin = decoded is null ? null : RequestOrigin.Of(decoded, delivery.ReplyTo, delivery.CorrelationId),
                Holder = holder,
                MayBeSent = mayBeSent,
            }
        );
    }

    /// <summary>The message is in the parked queue: it is settled here.</summary>
    public void Parked(Parking parking)
    {
        var note = parking.Note;
        state.Checkpoints.Pass(Checkpoint.ParkingStored);
        state.Turn.Record(
            new JournalEvent.Parked
            {
                At = note.At,
                Mail = note.Mail,
                Cause = note.Cause,
                Reason = note.Reason,
                Number = note.Number,
                Origin = parking.Origin,
                Holder = parking.Holder,
                MayBeSent = parking.MayBeSent ? true : null,
            }
        );
        state.Turn.Then(() => state.Checkpoints.Pass(Checkpoint.ParkingJournalled));
        state.Turn.Ack(parking.Delivery);
        if (parking.Mail is { } mail)
            state.Mails.Remove(mail);
        Log.MailParked(logger, note.Mail, note.Cause, note.Reason);
        state.Metrics.Settled(Settlement.Parked, parking.UrgencyClass);
    }

    // Under an identity of its own: what becomes of it is not what becomes of the mail whose id it bears.
    private void ParkConflict(Delivery delivery, Guid id, DecodedMail decoded)
    {
        var own = MailId.FromBytes(delivery.Body.Span);
        if (state.Projection.Find(own)?.Settled is not null)
            Drop(delivery, own);
        else
            Park(
                delivery,
                null,
                own,
                ParkingCause.Conflict,
                $"another request has the id {id} and says something else; give each mail an id of its own",
                UrgencyClass.Later,
                decoded,
                id
            );
    }

    // A copy says the same; what says something else under the id of another mail would be lost as a copy.
    private bool IsAnother(MailRequest request, Guid id, MailState? known) =>
        (state.Mails.Find(id)?.Content ?? known?.Content) is { } content
        && content != MailRequestCodec.ContentHash(request);
}
