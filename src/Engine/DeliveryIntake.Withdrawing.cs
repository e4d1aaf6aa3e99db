using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <content>
/// What is withdrawn wherever it stands: the journal settles it, and its message goes when it is read again.
/// </content>
internal sealed partial class DeliveryIntake
{
    /// <summary>Withdraws one mail.</summary>
    /// <param name="by">What withdraws it.</param>
    public WithdrawalResult Withdraw(Guid id, Guid by)
    {
        var known = state.Projection.Find(id);
        if (known?.Settled is not null)
            return WithdrawalResult.Settled;
        if (state.Mails.Find(id) is { } mail)
        {
            if (mail.Request.Cancel)
                return WithdrawalResult.Unknown;
            if (!IsFree(mail))
                return WithdrawalResult.InFlight;
            Withdraw(mail, by);
            return WithdrawalResult.Withdrawn;
        }

        if (known is not { ArrivalIsKnown: true })
            return WithdrawalResult.Unknown;
        if (known.IsInFlight)
            return WithdrawalResult.InFlight;
        if (later.Find(id) is { } elsewhere)
            later.SettledElsewhere(elsewhere);
        RecordWithdrawn(id, by, known.Deadline);
        return WithdrawalResult.Withdrawn;
    }

    /// <summary>Withdraws what apps asked for, as far as it can be by now.</summary>
    public void WithdrawAsked()
    {
        if (state.Projection.WithdrawalsAsked.Open is { Count: > 0 } open)
            foreach (var (mail, by) in open.ToList())
                Withdraw(mail, by);
    }

    // One that is in hand is withdrawn there.
    private Guid? AskedFor(Guid id, MailRequest request) =>
        request.Cancel || state.Mails.Find(id) is not null ? null : state.Projection.WithdrawalsAsked.Find(id);

    // By whose address alone the cancel request tells which they are, and the journal must know the person by its hash.
    private void WithdrawLater(PendingMail cancel)
    {
        var keys = AllKeysOf(cancel.Request);
        foreach (var mail in later.All.Where(mail => mail.Arrived < cancel.Arrived).ToList())
            if (state.Projection.Find(mail.Id)?.Person is { } person && keys.Contains(person))
                Withdraw(mail, cancel.Id);
    }

    private void Withdraw(PendingMail mail, Guid by)
    {
        Log.MailWithdrawn(logger, mail.Id, by);
        Journal(mail);
        state.Settle(mail, WithdrawnBy(by, mail.Id), Settlement.Superseded);
    }

    private void Withdraw(WaitingMail mail, Guid by)
    {
        later.SettledElsewhere(mail);
        RecordWithdrawn(mail.Id, by, mail.Deadline);
    }

    private void RecordWithdrawn(Guid mail, Guid by, DateTimeOffset deadline)
    {
        Log.MailWithdrawn(logger, mail, by);
        state.Turn.Record(WithdrawnBy(by, mail));
        state.Metrics.Settled(Settlement.Superseded, UrgencyClasses.Of(deadline, state.Now));
    }

    private JournalEvent.Superseded WithdrawnBy(Guid by, Guid mail) =>
        new()
        {
            At = state.Now,
            Mail = mail,
            By = by,
            ByCancel = true,
        };
}
