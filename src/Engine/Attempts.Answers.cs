using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

internal sealed partial class Attempts
{
    /// <summary>Notes what an attempt came to.</summary>
    /// <returns>Why no other mail has a chance now; null when others may go on. And whether this one failed.</returns>
    public (Halt? Halt, bool Failed) Conclude(LoopInput.Answered answered)
    {
        var (mail, repeated, outcome, took) = answered;
        using var span = MailSpan.Resume(mail.Attempt, outcome);
        mail.Attempt = null;
        var wasFull = state.InFlight >= Limit.Now;
        state.InFlight--;
        templates.Ended(mail.Request.Template);
        state.HasNews = true;
        state.Checkpoints.Pass(Checkpoint.ProviderAnswered);
        var (urgency, attemptedAt) = (
            state.Projection.Find(mail.Id)!.Urgency,
            state.Projection.Find(mail.Id)!.AttemptedAt!.Value
        );
        state.Metrics.Attempted(
            mail.Request.Template,
            urgency,
            UrgencyClasses.Of(mail.Deadline, state.Now),
            outcome.Kind,
            took
        );
        if (outcome is SendOutcome.Accepted or SendOutcome.AlreadyTaken or SendOutcome.Refused)
        {
            Limit.Succeeded(wasFull);
            templates.Proved(mail.Request.Template);
        }
        else if (outcome is SendOutcome.TemplateFault fault)
        {
            if (templates.IsItsOwn(mail.Id))
                outcome = new SendOutcome.Refused(fault.Code, fault.Message);
            else
                templates.Failed(mail, attemptedAt, $"{fault.Code}: {fault.Message}");
        }
        else
        {
            Limit.Failed();
        }

        switch (outcome)
        {
            case SendOutcome.Accepted accepted:
                Accept(mail, accepted.MessageId, Evidence.Answer);
                return (null, false);
            case SendOutcome.AlreadyTaken:
                Accept(mail, null, Evidence.UsedKey);
                return (null, false);
            case SendOutcome.Uncertain uncertain:
                LeaveOpen(mail, uncertain.Reason);
                return (null, true);
            case SendOutcome.Throttled throttled:
                return (
                    PutOff(mail, "the provider asks to slow down", repeated, new Halt("throttled", throttled.Until)),
                    false
                );
            case SendOutcome.OutOfCredits:
                return (PutOff(mail, "no credit is left", repeated, new Halt("out of credits", IsQuota: true)), false);
            case SendOutcome.AccountFault account:
                state.Turn.Record(
                    new JournalEvent.ProviderFault
                    {
                        At = state.Now,
                        Open = true,
                        Reason = $"{account.Code}: {account.Message}",
                    }
                );
                return (
                    PutOff(
                        mail,
                        $"the account is at fault ({account.Code})",
                        repeated,
                        new Halt($"account fault: {account.Code}")
                    ),
                    false
                );
            case SendOutcome.NotTaken { Until: { } until } closed:
                return (PutOff(mail, closed.Reason, repeated, new Halt(closed.Reason, until)), false);
            case SendOutcome.NotTaken or SendOutcome.Refused or SendOutcome.TemplateFault when repeated:
                // Says nothing about the first attempt, which may have been taken.
                LeaveOpen(mail, $"the repeated attempt came back as {EnumName.Of(outcome.Kind)}");
                return (null, true);
            case SendOutcome.NotTaken notTaken:
                RetryLater(mail, notTaken.Reason);
                return (null, !notTaken.IsOfRecipient);
            case SendOutcome.TemplateFault resting:
                Defer(mail, $"its template rests: {resting.Message}", until: null, freshKey: true);
                return (null, false);
            case SendOutcome.Refused refused:
                intake.Park(
                    mail.Delivery,
                    mail,
                    mail.Id,
                    refused.Code,
                    $"the provider refused it: {refused.Message}",
                    UrgencyClasses.Of(mail.Deadline, state.Now)
                );
                return (null, false);
            default:
                throw new InvalidOperationException("An outcome without a case.");
        }
    }

    /// <summary>Settles a mail that the provider has, and what went along with it.</summary>
    public void Accept(PendingMail mail, string? messageId, Evidence evidence)
    {
        var now = state.Now;
        var known = state.Projection.Find(mail.Id)!;
        state.Settle(
            mail,
            new JournalEvent.Accepted
            {
                At = now,
                Mail = mail.Id,
                MessageId = messageId,
                Evidence = evidence,
                CopiesLeftOut = known.CopiesLeftOut > 0 ? known.CopiesLeftOut : null,
            },
            settlement: null
        );
        state.Turn.Then(() => state.Checkpoints.Pass(Checkpoint.OutcomeJournalled));
        Log.MailSent(logger, mail.Id, mail.Request.Template, known.Urgency, evidence, messageId ?? "not told");
        state.Metrics.Sent(UrgencyClasses.Of(mail.Deadline, now), now - mail.Arrived);
        state.Metrics.DeadlineMet(UrgencyClasses.Of(mail.Deadline, mail.Arrived));
        foreach (var other in known.Along.Select(state.Mails.Find).OfType<PendingMail>())
            SettleAlong(other, mail.Id);
    }

    /// <summary>Settles a mail whose content went with another one.</summary>
    public void SettleAlong(PendingMail mail, Guid with)
    {
        Log.Coalesced(logger, mail.Id, with);
        state.Settle(
            mail,
            new JournalEvent.Coalesced
            {
                At = state.Now,
                Mail = mail.Id,
                With = with,
            },
            Settlement.Coalesced
        );
        state.Metrics.DeadlineMet(UrgencyClasses.Of(mail.Deadline, mail.Arrived));
    }

    /// <summary>It was certainly not taken: it waits again, and so does what went along.</summary>
    /// <param name="freshKey">The provider has answered under the present key.</param>
    public void Defer(PendingMail mail, string reason, DateTimeOffset? until, bool freshKey)
    {
        var along = state.Projection.Find(mail.Id)!.Along;
        state.Turn.Record(
            new JournalEvent.Deferred
            {
                At = state.Now,
                Mail = mail.Id,
                Reason = reason,
                Until = until,
                FreshKey = freshKey,
            }
        );
        state.Mails.MakeReady(mail, until);
        topics.Tidy(mail);
        foreach (var other in along.Select(state.Mails.Find).OfType<PendingMail>())
            state.Mails.MakeReady(other, null);
        state.HasNews = true;
    }

    /// <summary>
    /// Nobody will tell whether it was taken, so it is never repeated by itself: it is parked, and so is what may have
    /// gone along with it.
    /// </summary>
    public void GiveUp(PendingMail mail)
    {
        var known = state.Projection.Find(mail.Id)!;
        // Those along first: they are sent by themselves once this one is settled.
        foreach (var one in known.Along.Select(state.Mails.Find).OfType<PendingMail>().Append(mail))
            intake.Park(
                one.Delivery,
                one,
                one.Id,
                ParkingCause.Uncertain,
                $"it may have been sent, and {WhereToLook(known.Provider)}, then retry or discard it; the last word "
                    + $"was: {known.LastReason ?? "no answer"}",
                UrgencyClasses.Of(one.Deadline, state.Now),
                mayBeSent: true
            );
    }

    private static string WhereToLook(ProviderKind kind) =>
        kind switch
        {
            ProviderKind.Smtp => "a relay can't be asked: look for its message id in the relay's log",
            ProviderKind.Brevo => $"Provider__Kind is no longer {EnumName.Of(kind)}, which alone could tell: look for "
                + "its id among the tags in Brevo's log",
            _ => throw new InvalidOperationException("A provider without words."),
        };

    private void LeaveOpen(PendingMail mail, string reason)
    {
        state.Turn.Record(
            new JournalEvent.Unanswered
            {
                At = state.Now,
                Mail = mail.Id,
                Reason = reason,
            }
        );
        mail.State = PendingMailState.Asking;
        Log.MailUncertain(logger, mail.Id, reason);
    }

    private Halt PutOff(PendingMail mail, string reason, bool repeated, Halt halt)
    {
        if (repeated)
        {
            LeaveOpen(mail, reason);
            return halt;
        }

        Defer(mail, reason, until: null, freshKey: true);
        Log.MailPutOff(logger, mail.Id, reason);
        return halt;
    }

    private void RetryLater(PendingMail mail, string reason)
    {
        var attempts = state.Projection.Find(mail.Id)!.Attempts;
        var until = RetryTimes.Next(attempts, state.Now, mail.Deadline, state.Random.NextDouble());
        Defer(mail, reason, until, freshKey: false);
        Log.MailRetries(logger, mail.Id, reason, until);
    }
}
