using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>
/// Clears up mails of which nobody knows whether they were taken, before anything else is done with them: by repeating
/// under the same idempotency key while it holds, by the provider's event log afterwards. While neither can tell, the
/// mail waits and others go on; where neither ever will, it is parked for a person. So is what went to another provider
/// than the one that is set, if that one is not set again soon.
/// </summary>
internal sealed partial class UncertainMails(
    LoopState state,
    Attempts attempts,
    IMailProvider provider,
    Action<LoopInput> post,
    ILogger logger
)
{
    /// <summary>The provider's event log answers 300 times an hour; with one pass a minute this stays below.</summary>
    private const int LookupsPerPass = 4;

    private static readonly TimeSpan PassEvery = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How far back of the first attempt the log is asked: its dates are days, perhaps of another zone.
    /// </summary>
    private static readonly TimeSpan LogMargin = TimeSpan.FromDays(1);

    // A person learns of a provider that was changed by mistake once somebody leads with it.
    private readonly DateTimeOffset _leadsSince = state.Now;

    private DateTimeOffset _nextPass;

    /// <summary>When something is to be done next about a mail in hand; null when about none.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <param name="maySend">Credits are known to be left and nobody has paused.</param>
    public void ClearUp(bool maySend)
    {
        NextAt = null;
        if (state.Projection.UncertainCount <= state.InFlight)
            return;
        var now = state.Now;
        NextAt = now.AddSeconds(1);
        var lookups = now < _nextPass ? LookupsPerPass : 0;
        foreach (var known in state.Projection.Uncertain().OrderBy(m => m.Deadline))
        {
            if (state.Mails.Find(known.Id) is not { State: PendingMailState.Asking } mail)
                continue;
            var sinceLast = now - known.AttemptedAt!.Value;
            var age = now - known.OpenSince!.Value;
            var step =
                known.Provider == provider.Terms.Kind
                    ? UncertainRule.Next(provider.Terms, age, sinceLast, maySend && mail.Deadline > now)
                    : UncertainRule.NextElsewhere(now - Later(known.AttemptedAt.Value, _leadsSince));
            switch (step)
            {
                case UncertainStep.Repeat when state.InFlight < attempts.Limit.Now:
                    attempts.Begin(mail, []);
                    break;
                case UncertainStep.Ask when lookups++ < LookupsPerPass:
                    _nextPass = now + PassEvery;
                    Ask(mail, known, sinceLast);
                    break;
                case UncertainStep.GiveUp:
                    attempts.GiveUp(mail);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Notes what the provider's event log told.</summary>
    public void Conclude(LoopInput.LogTold told)
    {
        var mail = told.Mail;
        if (mail.State == PendingMailState.Settled)
            return;
        mail.State = PendingMailState.Asking;
        switch (told.Answer)
        {
            case EventLogAnswer.Found found:
                attempts.Accept(mail, found.MessageId, Evidence.EventLog);
                break;
            case EventLogAnswer.NotFound when UncertainRule.SilenceProves(provider.Terms, told.SinceLastAttempt):
                Log.NeverArrived(logger, mail.Id);
                attempts.Defer(mail, "the provider's event log does not know it", state.Now, freshKey: false);
                break;
            case EventLogAnswer.NotFound:
                break;
            case EventLogAnswer.Unknown unknown:
                Log.CannotAsk(logger, mail.Id, unknown.Reason);
                break;
            default:
                throw new InvalidOperationException("An answer without a case.");
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void Ask(PendingMail mail, MailState known, TimeSpan sinceLast)
    {
        mail.State = PendingMailState.Attempting;
        _ = Task.Run(async () =>
        {
            try
            {
                post(
                    new LoopInput.LogTold(
                        mail,
                        await provider.FindAsync(mail.Id, known.OpenSince!.Value - LogMargin, CancellationToken.None),
                        sinceLast
                    )
                );
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
            "Mail {MailId} never arrived at the provider: its event log does not know it. It may be sent."
        )]
        public static partial void NeverArrived(ILogger logger, Guid mailId);

        [LoggerMessage(2, LogLevel.Warning, "The provider can't be asked about mail {MailId}: {Reason}. It waits.")]
        public static partial void CannotAsk(ILogger logger, Guid mailId, string reason);
    }
}
