using System.Diagnostics;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <content>What the journal learns of a request.</content>
internal sealed partial class DeliveryIntake
{
    /// <summary>Notes in the journal which mails were asked for, those that have been in hand for some time.</summary>
    public void JournalNew(TimeSpan after)
    {
        while (
            _new.TryPeek(out var mail)
            && (mail.State == PendingMailState.Settled || Stopwatch.GetElapsedTime(mail.HeldSince) >= after)
        )
        {
            _new.Dequeue();
            if (mail.State != PendingMailState.Settled)
                Journal(mail);
        }
    }

    /// <summary>Notes in the journal that a mail was asked for, unless it knows.</summary>
    public void Journal(PendingMail mail)
    {
        if (mail.IsJournalled)
            return;
        mail.IsJournalled = true;
        state.Turn.Record(RequestedOf(mail, state.Now));
    }

    // What was seen before was published by us, or is counted.
    private void CountFaults(Delivery delivery, DecodedMail decoded, Guid id, MailState? known)
    {
        if (known is not null || delivery is { IsLater: true } or { ReleasedNumber: not null })
            return;
        if (state.Mails.Find(id) is null)
            foreach (var fault in PublishFaults.Of(delivery, decoded))
                state.Metrics.UnsafePublish(fault);
    }

    /// <summary>What the journal keeps of a request.</summary>
    public static JournalEvent.Requested RequestedOf(PendingMail mail, DateTimeOffset now) =>
        new()
        {
            At = now,
            Mail = mail.Id,
            Arrived = mail.Arrived,
            Deadline = mail.Deadline,
            Template = mail.Request.Template,
            Topic = mail.Request.Topic,
            Recipient = mail.Request is { Topic: null, Cancel: false } ? null : mail.RecipientKey,
            Version = mail.Request.Version,
            Cancel = mail.Request.Cancel,
            Content = mail.Content,
            Level = mail.Seen?.Level,
            EmptyAt = mail.Seen?.EmptyAt,
            Credits = mail.Request.Credits > 1 ? mail.Request.Credits : null,
            Origin = mail.Origin,
            Person = mail.Person,
        };
}
