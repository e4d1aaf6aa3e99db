using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Engine;

/// <content>Mail to addresses that can't be reached.</content>
internal sealed partial class DeliveryIntake
{
    private int _suppressedSeen;
    private bool _suppressAgain;

    /// <summary>Settles what is in hand for addresses that were found unreachable since it was last called.</summary>
    public void SuppressInHand()
    {
        var version = state.Projection.Suppressed.Version;
        if (version == _suppressedSeen && !_suppressAgain)
            return;
        (_suppressedSeen, _suppressAgain) = (version, false);
        foreach (var mail in state.Mails.All.Where(mail => mail.AddressKeys.Count > 0).ToList())
        {
            if (Unreachable(mail.AddressKeys) is not { } entry)
                continue;
            // What may have been sent must be known first, and what is on its way back is judged when it comes.
            if (mail.State is PendingMailState.Ready && state.Projection.Find(mail.Id) is not { IsInFlight: true })
                Suppress(mail, entry);
            else
                _suppressAgain = true;
        }
    }

    private void Suppress(PendingMail mail, SuppressionEntry entry)
    {
        Log.MailSuppressed(logger, mail.Id, SuppressionWords.Of(entry.Cause));
        Journal(mail);
        state.Settle(
            mail,
            new JournalEvent.Suppressed
            {
                At = state.Now,
                Mail = mail.Id,
                Cause = entry.Cause,
                Deadline = mail.Deadline,
                Template = mail.Request.Template,
                Credits = mail.Request.Credits > 1 ? mail.Request.Credits : null,
            },
            Settlement.Suppressed
        );
    }

    private void Suppress(Delivery delivery, Guid id, DecodedMail decoded, MailState? known, SuppressionEntry entry)
    {
        Log.MailSuppressed(logger, id, SuppressionWords.Of(entry.Cause));
        var request = ((DecodedMail.Valid)decoded).Request;
        state.Turn.Record(
            new JournalEvent.Suppressed
            {
                At = state.Now,
                Mail = id,
                Cause = entry.Cause,
                Deadline = request.Deadline,
                Template = request.Template,
                Credits = request.Credits > 1 ? request.Credits : null,
                Origin = known is null ? RequestOrigin.Of(decoded, delivery.ReplyTo, delivery.CorrelationId) : null,
                Person = known is null ? PersonOf(request) : null,
            }
        );
        state.Turn.Ack(delivery);
        state.Metrics.Settled(Settlement.Suppressed, UrgencyClasses.Of(request.Deadline, state.Now));
    }

    /// <summary>
    /// A mail's request as it goes: without the copies to addresses that no mail goes to. The others have theirs, since
    /// the mail is the recipient's.
    /// </summary>
    /// <returns>The request, and how many copies were left out.</returns>
    public (MailRequest Request, int LeftOut) WithoutCopiesToNobody(PendingMail mail)
    {
        var request = mail.Request;
        if (request.Credits <= 1 || !state.Settings.Addresses.IsOn)
            return (request, 0);
        var going = request with { Cc = Going(request.Cc), Bcc = Going(request.Bcc) };
        return (going, request.Credits - going.Credits);

        IReadOnlyList<Recipient>? Going(IReadOnlyList<Recipient>? people) =>
            people?.Where(person => !IsToNobody(person, mail)).ToList() is { Count: > 0 } left ? left : null;
    }

    private bool IsToNobody(Recipient person, PendingMail mail)
    {
        var keys = state.Settings.Addresses.AllOf(person.Email);
        return state.Projection.Withdrawn.Find(keys, mail.Arrived) is not null
            || (mail.AddressKeys.Count > 0 && Unreachable(keys) is not null);
    }

    private SuppressionEntry? Unreachable(IReadOnlyList<string> keys) =>
        keys.Count == 0 ? null : state.Projection.Suppressed.Find(keys, state.Now);

    private IReadOnlyList<string> PersonKeysOf(MailRequest request) =>
        request.Cancel
        || state.Settings.PerRecipient is null
        || state.Settings.PerRecipientExcept.Contains(request.Template)
            ? []
            : state.Settings.Addresses.AllOf(request.Recipient.Email);

    // What a person sent back is tried.
    private IReadOnlyList<string> KeysOf(MailRequest request, MailState? known) =>
        request.Cancel
        || !state.Settings.Addresses.IsOn
        || known is { ParkedTimes: > 0 }
        || state.Settings.AlwaysTried.Contains(request.Template)
            ? []
            : state.Settings.Addresses.AllOf(request.Recipient.Email);
}
