using System.Diagnostics;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>
/// Brings mails to the provider: the attempt is stored before the call, the outcome before the mail leaves the queue. If
/// this process dies midway, the mail is still in the queue and the journal says what may have happened: a crash makes it
/// late, never lost and never a flood.
/// </summary>
internal sealed partial class Attempts(
    LoopState state, DeliveryIntake intake, TopicRules topics, IMailProvider provider, Action<LoopInput> post, Func<long> storedSince, ILogger logger)
{
    /// <summary>
    /// The attempt was stored over the connection that holds the lease, so the lease was ours after the append began. A
    /// process that stalled for longer since may have lost it meanwhile and must not call: the confirm it reads may have
    /// lain unread while another took over. In real time, whatever the clock.
    /// </summary>
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(5);

    /// <summary>How many calls may run at once.</summary>
    public ConcurrencyLimit Limit { get; } = new(state.Settings.Concurrency);

    /// <summary>Notes an attempt; the call begins once it is stored.</summary>
    /// <param name="along">Mails that go along with it, coalesced; an attempt that is repeated takes along those of before.</param>
    /// <returns>False when there was none to make: the deadline has passed.</returns>
    public bool Begin(PendingMail mail, IReadOnlyList<Guid> along)
    {
        var now = state.Now;
        var known = state.Projection.Find(mail.Id);
        var repeated = known is { IsUncertain: true };
        if (mail.Deadline <= now)
        {
            if (!repeated) intake.Expire(mail);
            return false;
        }

        var others = (repeated ? known!.Along : along).Select(state.Mails.Find).OfType<PendingMail>().ToList();
        foreach (var other in others) intake.Journal(other);
        var urgency = Urgency.Of(mail.Deadline, now, state.Settings.Zone);
        var key = known?.IdempotencyKey ?? mail.Id;
        state.Turn.Record(new JournalEvent.Attempted
        {
            At = now,
            Mail = mail.Id,
            Key = key,
            Urgency = urgency,
            Template = mail.Request.Template,
            Along = others.Count > 0 ? others.ConvertAll(o => o.Id) : null,
            Asked = mail.IsJournalled ? null : DeliveryIntake.RequestedOf(mail, now),
        });
        mail.IsJournalled = true;
        state.Mails.Busy(mail, MailStage.Attempting);
        foreach (var other in others) state.Mails.Busy(other, MailStage.Asking);
        state.InFlight++;
        var outgoing = new OutgoingMail(mail.Id, key, mail.Request) { Along = others.ConvertAll(o => o.Request) };
        state.Turn.Then(() => Call(mail, repeated, outgoing));
        return true;
    }

    private void Call(PendingMail mail, bool repeated, OutgoingMail outgoing)
    {
        state.Checkpoints.Pass(Checkpoint.AttemptJournalled);
        if (Stopwatch.GetElapsedTime(storedSince()) > LongestStall)
            throw new SessionLostException("the lease may have been lost between the journal's entry and the call of the provider");
        mail.AttemptBegan = Stopwatch.GetTimestamp();
        _ = Task.Run(async () =>
        {
            try
            {
                // The call can't be taken back, so nothing cancels it but the provider's own time-out.
                var outcome = await provider.SendAsync(outgoing, CancellationToken.None);
                post(new LoopInput.Answered(mail, repeated, outcome, Stopwatch.GetElapsedTime(mail.AttemptBegan)));
            }
            catch (Exception e)
            {
                post(new LoopInput.Broken(e));
            }
        });
    }

    /// <summary>Notes what an attempt came to.</summary>
    /// <returns>Why no other mail has a chance now; null when others may go on. And whether this one failed.</returns>
    public (Halt? Halt, bool Failed) Conclude(LoopInput.Answered answered)
    {
        var (mail, repeated, outcome, took) = answered;
        var wasFull = state.InFlight >= Limit.Now;
        state.InFlight--;
        state.HasNews = true;
        state.Checkpoints.Pass(Checkpoint.ProviderAnswered);
        var urgency = state.Projection.Find(mail.Id)!.Urgency;
        state.Metrics.Attempted(mail.Request.Template, urgency, UrgencyClass.Of(mail.Deadline, state.Now), OutcomeNames.NameOf(outcome), took);
        if (outcome is SendOutcome.Accepted or SendOutcome.AlreadyTaken or SendOutcome.Refused) Limit.Succeeded(wasFull);
        else Limit.Failed();
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
                return (PutOff(mail, "the provider asks to slow down", repeated, new Halt("throttled", throttled.Until)), false);
            case SendOutcome.OutOfCredits:
                return (PutOff(mail, "no credit is left", repeated, new Halt("out of credits", IsQuota: true)), false);
            case SendOutcome.AccountFault fault:
                state.Turn.Record(new JournalEvent.ProviderFault { At = state.Now, Open = true, Reason = $"{fault.Code}: {fault.Message}" });
                return (PutOff(mail, $"the account is at fault ({fault.Code})", repeated, new Halt($"account fault: {fault.Code}")), false);
            case SendOutcome.NotTaken { Until: { } until } closed:
                return (PutOff(mail, closed.Reason, repeated, new Halt(closed.Reason, until)), false);
            case SendOutcome.NotTaken or SendOutcome.Refused when repeated:
                // Says nothing about the first attempt, which may have been taken.
                LeaveOpen(mail, $"the repeated attempt came back as {OutcomeNames.NameOf(outcome)}");
                return (null, true);
            case SendOutcome.NotTaken notTaken:
                RetryLater(mail, notTaken.Reason);
                return (null, true);
            case SendOutcome.Refused refused:
                intake.Park(mail.Delivery, mail, mail.Id, refused.Code, $"the provider refused it: {refused.Message}", UrgencyClass.Of(mail.Deadline, state.Now));
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
        state.Settle(mail, new JournalEvent.Accepted { At = now, Mail = mail.Id, MessageId = messageId, Evidence = evidence }, outcome: null);
        state.Turn.Then(() => state.Checkpoints.Pass(Checkpoint.OutcomeJournalled));
        Log.MailSent(logger, mail.Id, mail.Request.Template, known.Urgency, evidence);
        state.Metrics.Sent(UrgencyClass.Of(mail.Deadline, now), now - mail.Arrived);
        state.Metrics.DeadlineMet(UrgencyClass.Of(mail.Deadline, mail.Arrived));
        foreach (var other in known.Along.Select(state.Mails.Find).OfType<PendingMail>()) SettleAlong(other, mail.Id);
    }

    /// <summary>Settles a mail whose content went with another one.</summary>
    public void SettleAlong(PendingMail mail, Guid with)
    {
        Log.Coalesced(logger, mail.Id, with);
        state.Settle(mail, new JournalEvent.Coalesced { At = state.Now, Mail = mail.Id, With = with }, "coalesced");
        state.Metrics.DeadlineMet(UrgencyClass.Of(mail.Deadline, mail.Arrived));
    }

    /// <summary>It was certainly not taken: it waits again, and so does what went along.</summary>
    /// <param name="freshKey">The provider has answered under the present key.</param>
    public void Defer(PendingMail mail, string reason, DateTimeOffset? until, bool freshKey)
    {
        var along = state.Projection.Find(mail.Id)!.Along;
        state.Turn.Record(new JournalEvent.Deferred { At = state.Now, Mail = mail.Id, Reason = reason, Until = until, FreshKey = freshKey });
        state.Mails.MakeReady(mail, until);
        topics.Tidy(mail);
        foreach (var other in along.Select(state.Mails.Find).OfType<PendingMail>()) state.Mails.MakeReady(other, null);
        state.HasNews = true;
    }

    private void LeaveOpen(PendingMail mail, string reason)
    {
        state.Turn.Record(new JournalEvent.Unanswered { At = state.Now, Mail = mail.Id, Reason = reason });
        mail.Stage = MailStage.Asking;
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Mail {MailId} sent: template {Template}, urgency {Urgency}, known by {Evidence}.")]
        public static partial void MailSent(ILogger logger, Guid mailId, int template, int urgency, Evidence evidence);

        [LoggerMessage(2, LogLevel.Warning, "Mail {MailId} may or may not have been taken: {Reason}. It is cleared up before anything else is done with it.")]
        public static partial void MailUncertain(ILogger logger, Guid mailId, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Mail {MailId} waits on: {Reason}. This does not count as an attempt.")]
        public static partial void MailPutOff(ILogger logger, Guid mailId, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Mail {MailId} was not taken: {Reason}. It is tried again at {Until:u}.")]
        public static partial void MailRetries(ILogger logger, Guid mailId, string reason, DateTimeOffset until);

        [LoggerMessage(5, LogLevel.Information, "Mail {MailId} went as one with mail {With} to the same person.")]
        public static partial void Coalesced(ILogger logger, Guid mailId, Guid with);
    }
}
