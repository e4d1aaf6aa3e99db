using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

internal sealed partial class DeliveryIntake
{
    /// <summary>Settles what is past its deadline; what may have been sent must be known first.</summary>
    public void Expire()
    {
        var now = state.Now;
        List<PendingMail>? again = null;
        foreach (var mail in state.Mails.PastDeadline(now))
        {
            if (mail.State is PendingMailState.Ready && state.Projection.Find(mail.Id) is not { IsInFlight: true })
                Expire(mail);
            else
                (again ??= []).Add(mail);
        }

        again?.ForEach(mail => state.Mails.CheckAgain(mail, now.AddSeconds(5)));
        foreach (var mail in later.TakeExpired(now))
        {
            Log.MailExpired(logger, mail.Id, mail.Deadline);
            state.Metrics.DeadlineMissed(mail.Arrived, mail.Deadline);
            state.Metrics.Settled(Settlement.Expired, UrgencyClass.Urgent);
            state.Turn.Record(
                new JournalEvent.Expired
                {
                    At = now,
                    Mail = mail.Id,
                    Deadline = mail.Deadline,
                    Template = mail.Template,
                }
            );
        }
    }

    /// <summary>Settles one mail as expired.</summary>
    public void Expire(PendingMail mail)
    {
        Log.MailExpired(logger, mail.Id, mail.Deadline);
        state.Metrics.DeadlineMissed(mail.Arrived, mail.Deadline);
        Journal(mail);
        state.Settle(
            mail,
            new JournalEvent.Expired
            {
                At = state.Now,
                Mail = mail.Id,
                Deadline = mail.Deadline,
                Template = mail.Request.Template,
            },
            Settlement.Expired
        );
    }
}
