using System.Diagnostics;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>
/// Brings mails to the provider: the attempt is stored before the call, the outcome before the mail leaves the queue.
/// If this process dies midway, the mail is still in the queue and the journal says what may have happened: a crash
/// makes it late, never lost and never a flood.
/// </summary>
internal sealed partial class Attempts(
    LoopState state,
    DeliveryIntake intake,
    TopicRules topics,
    TemplateRests templates,
    IMailProvider provider,
    Action<LoopInput> post,
    Func<long> storedSince,
    ILogger logger
)
{
    /// <summary>
    /// The attempt was stored over the connection that holds the lease, so the lease was ours after the append began. A
    /// process that stalled for longer since may have lost it meanwhile and must not call: the confirm it reads may
    /// have lain unread while another took over. In real time, whatever the clock.
    /// </summary>
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(5);

    /// <summary>How many calls may run at once.</summary>
    public ConcurrencyLimit Limit { get; } =
        new(Math.Min(state.Settings.Concurrency, provider.Terms.MostAtOnce ?? int.MaxValue));

    /// <summary>Notes an attempt; the call begins once it is stored.</summary>
    /// <param name="along">Mails that go along with it, coalesced; an attempt that is repeated takes along those of
    /// before.</param>
    /// <returns>False when there was none to make: the deadline has passed.</returns>
    public bool Begin(PendingMail mail, IReadOnlyList<Guid> along)
    {
        var now = state.Now;
        var known = state.Projection.Find(mail.Id);
        var repeated = known is { IsUncertain: true };
        if (mail.Deadline <= now)
        {
            if (!repeated)
                intake.Expire(mail);
            return false;
        }

        var others = (repeated ? known!.Along : along).Select(state.Mails.Find).OfType<PendingMail>().ToList();
        foreach (var other in others)
            intake.Journal(other);
        var urgency = Urgency.Of(mail.Deadline, now, state.Settings.Zone);
        var key = known?.IdempotencyKey ?? mail.Id;
        var (request, leftOut) = intake.WithoutCopiesToNobody(mail);
        state.Turn.Record(
            new JournalEvent.Attempted
            {
                At = now,
                Mail = mail.Id,
                Key = key,
                Urgency = urgency,
                Template = mail.Request.Template,
                Person = mail.PersonKeys.Count > 0 ? mail.PersonKeys[0] : null,
                Credits = request.Credits > 1 ? request.Credits : null,
                CopiesLeftOut = leftOut > 0 ? leftOut : null,
                Provider = provider.Terms.Kind,
                Along = others.Count > 0 ? others.ConvertAll(o => o.Id) : null,
                Asked = mail.IsJournalled ? null : DeliveryIntake.RequestedOf(mail, now),
            }
        );
        mail.IsJournalled = true;
        state.Mails.Busy(mail, PendingMailState.Attempting);
        foreach (var other in others)
            state.Mails.Busy(other, PendingMailState.Asking);
        state.InFlight++;
        templates.Began(mail.Request.Template);
        var outgoing = new OutgoingMail(mail.Id, key, request) { Along = others.ConvertAll(o => o.Request) };
        state.Turn.Then(() => Call(mail, repeated, outgoing));
        return true;
    }

    private void Call(PendingMail mail, bool repeated, OutgoingMail outgoing)
    {
        state.Checkpoints.Pass(Checkpoint.AttemptJournalled);
        if (Stopwatch.GetElapsedTime(storedSince()) > LongestStall)
            throw new SessionLostException(
                "the lease may have been lost between the journal's entry and the call of the provider"
            );
        mail.AttemptBegan = Stopwatch.GetTimestamp();
        _ = Task.Run(async () =>
        {
            try
            {
                mail.Attempt = MailSpan.Begin(mail, outgoing.IdempotencyKey);
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

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Mail {MailId} sent: template {Template}, urgency {Urgency}, known by {Evidence}; "
                + "the provider's id: {MessageId}."
        )]
        public static partial void MailSent(
            ILogger logger,
            Guid mailId,
            int template,
            int urgency,
            Evidence evidence,
            string messageId
        );

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Mail {MailId} may or may not have been taken: {Reason}. It is cleared up before anything else is done "
                + "with it."
        )]
        public static partial void MailUncertain(ILogger logger, Guid mailId, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Mail {MailId} waits on: {Reason}. This does not count as an attempt.")]
        public static partial void MailPutOff(ILogger logger, Guid mailId, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Mail {MailId} was not taken: {Reason}. It is tried again at {Until:u}.")]
        public static partial void MailRetries(ILogger logger, Guid mailId, string reason, DateTimeOffset until);

        [LoggerMessage(5, LogLevel.Information, "Mail {MailId} went as one with mail {With} to the same person.")]
        public static partial void Coalesced(ILogger logger, Guid mailId, Guid with);
    }
}
