using System.Diagnostics;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.MailManager;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Brings one mail to the provider: the attempt is journalled before the call, the outcome before the mail leaves the
/// queue. If this process dies midway, the mail is still in the queue and the journal says what may have happened:
/// a crash makes it late, never lost and never a flood.
/// </summary>
public sealed partial class Sender(
    IMailProvider provider, JournalStream journal, BrokerConnection broker, DispatcherMetrics metrics, TimeProvider time,
    TimeZoneInfo zone, Random random, Checkpoints checkpoints, ILogger<Sender> logger)
{
    /// <summary>
    /// The attempt was stored over the connection that holds the lock, so the lock was ours after the append began. A
    /// process that stalled for longer since may have lost it meanwhile and must not call: the confirm it reads may have
    /// lain unread while another took over. In real time, whatever the clock.
    /// </summary>
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(5);

    /// <param name="along">Mails that go along with it, coalesced; an attempt that is repeated takes along those of before.</param>
    /// <exception cref="BrokerLostException">The journal can't be written; the mail is back in the queue.</exception>
    public async Task<SendResult> SendAsync(Intake intake, PendingMail mail, IReadOnlyList<Guid> along)
    {
        ArgumentNullException.ThrowIfNull(intake);
        ArgumentNullException.ThrowIfNull(mail);
        var repeated = mail.State.IsUncertain;
        var now = time.GetUtcNow();
        if (mail.Deadline <= now)
        {
            if (repeated) return new SendResult.Failed();
            await intake.ExpireAsync(mail);
            return new SendResult.Settled();
        }

        var urgency = Urgency.Of(mail.Deadline, now, zone);
        var key = mail.State.IdempotencyKey;
        var surelyOurs = Stopwatch.GetTimestamp();
        var others = (repeated ? mail.State.Along : along).Select(id => intake.Candidates.GetValueOrDefault(id)).OfType<PendingMail>().ToList();
        await journal.AppendAsync(new JournalEvent.Attempted
        {
            At = now,
            Mail = mail.Id,
            Key = key,
            Urgency = urgency,
            Template = mail.Request.Template,
            Along = others.Count > 0 ? others.ConvertAll(o => o.Id) : null,
        });
        checkpoints.Pass(Checkpoint.AttemptJournalled);

        if (broker.Lost.IsCancellationRequested || Stopwatch.GetElapsedTime(surelyOurs) > LongestStall)
            throw new BrokerLostException("the lock may have been lost between the journal's entry and the call of the provider");
        // The call can't be taken back, so nothing cancels it but the provider's own time-out.
        var started = Stopwatch.GetTimestamp();
        var outcome = await provider.SendAsync(new OutgoingMail(mail.Id, key, mail.Request) { Along = others.ConvertAll(o => o.Request) }, CancellationToken.None);
        checkpoints.Pass(Checkpoint.ProviderAnswered);
        metrics.Attempted(
            mail.Request.Template, urgency, UrgencyClass.Of(mail.Deadline, now), NameOf(outcome), Stopwatch.GetElapsedTime(started));
        return await ConcludeAsync(intake, mail, outcome, repeated);
    }

    /// <summary>Settles a mail of which the provider's event log, or an answer, says that it was taken.</summary>
    public async Task<SendResult> AcceptAsync(Intake intake, PendingMail mail, string? messageId, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(intake);
        ArgumentNullException.ThrowIfNull(mail);
        var now = time.GetUtcNow();
        await intake.SettleAsync(mail, new JournalEvent.Accepted { At = now, Mail = mail.Id, MessageId = messageId, Evidence = evidence }, "sent");
        Log.MailSent(logger, mail.Id, mail.Request.Template, mail.State.Urgency, evidence);
        metrics.Sent(UrgencyClass.Of(mail.Deadline, now), now - mail.Arrived);
        metrics.DeadlineMet(UrgencyClass.Of(mail.Deadline, mail.Arrived));
        return new SendResult.Settled();
    }

    private async Task<SendResult> ConcludeAsync(Intake intake, PendingMail mail, SendOutcome outcome, bool repeated)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted accepted:
                return await AcceptAsync(intake, mail, accepted.MessageId, Evidence.Answer);
            case SendOutcome.AlreadyTaken:
                return await AcceptAsync(intake, mail, null, Evidence.UsedKey);
            case SendOutcome.Uncertain uncertain:
                return await LeaveOpenAsync(mail, uncertain.Reason, new SendResult.Failed());
            case SendOutcome.Throttled throttled:
                return await PutOffAsync(mail, "the provider asks to slow down", repeated, new SendResult.Halt("throttled", throttled.Until));
            case SendOutcome.OutOfCredits:
                return await PutOffAsync(mail, "no credit is left", repeated, new SendResult.Halt("out of credits", IsQuota: true));
            case SendOutcome.AccountFault fault:
                await journal.AppendAsync(new JournalEvent.ProviderFault { At = time.GetUtcNow(), Open = true, Reason = $"{fault.Code}: {fault.Message}" });
                return await PutOffAsync(mail, $"the account is at fault ({fault.Code})", repeated, new SendResult.Halt($"account fault: {fault.Code}"));
            case SendOutcome.NotTaken { Until: { } until } closed:
                return await PutOffAsync(mail, closed.Reason, repeated, new SendResult.Halt(closed.Reason, until));
            case SendOutcome.NotTaken or SendOutcome.Refused when repeated:
                // Says nothing about the first attempt, which may have been taken.
                return await LeaveOpenAsync(mail, $"the repeated attempt came back as {NameOf(outcome)}", new SendResult.Failed());
            case SendOutcome.NotTaken notTaken:
                return await RetryLaterAsync(mail, notTaken.Reason);
            case SendOutcome.Refused refused:
                await intake.ParkAsync(mail, refused.Code, $"the provider refused it: {refused.Message}");
                return new SendResult.Settled();
            default:
                throw new InvalidOperationException("An outcome without a case.");
        }
    }

    private async Task<SendResult> LeaveOpenAsync(PendingMail mail, string reason, SendResult sending)
    {
        await journal.AppendAsync(new JournalEvent.Unanswered { At = time.GetUtcNow(), Mail = mail.Id, Reason = reason });
        Log.MailUncertain(logger, mail.Id, reason);
        return sending;
    }

    private async Task<SendResult> PutOffAsync(PendingMail mail, string reason, bool repeated, SendResult.Halt halt)
    {
        if (repeated) return await LeaveOpenAsync(mail, reason, halt);
        await journal.AppendAsync(new JournalEvent.Deferred { At = time.GetUtcNow(), Mail = mail.Id, Reason = reason, FreshKey = true });
        Log.MailPutOff(logger, mail.Id, reason);
        return halt;
    }

    private async Task<SendResult> RetryLaterAsync(PendingMail mail, string reason)
    {
        var now = time.GetUtcNow();
        var until = RetryTimes.Next(mail.State.Attempts, now, mail.Deadline, random.NextDouble());
        await journal.AppendAsync(new JournalEvent.Deferred { At = now, Mail = mail.Id, Reason = reason, Until = until });
        Log.MailRetries(logger, mail.Id, reason, until);
        return new SendResult.Failed();
    }

    private static string NameOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted => "accepted",
        SendOutcome.AlreadyTaken => "already_taken",
        SendOutcome.Refused => "refused",
        SendOutcome.Throttled => "throttled",
        SendOutcome.AccountFault => "account_fault",
        SendOutcome.OutOfCredits => "out_of_credits",
        SendOutcome.NotTaken => "not_taken",
        SendOutcome.Uncertain => "uncertain",
        _ => throw new InvalidOperationException("An outcome without a name."),
    };

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
    }
}
