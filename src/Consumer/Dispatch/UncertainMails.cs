using MailDispatcher.Broker.Journal;
using MailDispatcher.Core.Journal;
using MailDispatcher.MailManager;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Clears up mails of which nobody knows whether they were taken, before anything else is done with them: by repeating
/// under the same idempotency key while it holds, by the provider's event log afterwards. While neither can tell, the
/// mail waits and others go on.
/// </summary>
public sealed partial class UncertainMails(
    IMailProvider provider, JournalStream journal, Sender sender, TimeProvider time, ILogger<UncertainMails> logger)
{
    /// <summary>The provider's event log answers 300 times an hour; with one pass a minute this stays below.</summary>
    private const int LookUpsAPass = 4;

    private static readonly TimeSpan PassEvery = TimeSpan.FromMinutes(1);

    /// <summary>How far back of the first attempt the log is asked: its dates are days, perhaps of another zone.</summary>
    private static readonly TimeSpan LogMargin = TimeSpan.FromDays(1);

    private DateTimeOffset _nextPass;

    /// <param name="maySend">Credits are known to be left and nobody has paused.</param>
    /// <returns>Why no mail at all has a chance now; null when the run may go on.</returns>
    public async Task<SendResult.Halt?> ClearUpAsync(Intake intake, bool maySend, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(intake);
        var lookUps = time.GetUtcNow() < _nextPass ? LookUpsAPass : 0;
        foreach (var mail in intake.Candidates.Values.Where(c => c.State.IsUncertain).OrderBy(c => c.Deadline).ToList())
        {
            if (stopping.IsCancellationRequested) break;
            var now = time.GetUtcNow();
            var sinceLast = now - mail.State.AttemptedAt!.Value;
            switch (UncertainRule.Next(now - mail.State.OpenSince!.Value, sinceLast, maySend && mail.Deadline > now))
            {
                case UncertainStep.Repeat when await sender.SendAsync(intake, mail, []) is SendResult.Halt halt:
                    return halt;
                case UncertainStep.Ask when lookUps++ < LookUpsAPass:
                    _nextPass = now + PassEvery;
                    await AskAsync(intake, mail, sinceLast, stopping);
                    break;
                default:
                    break;
            }
        }

        return null;
    }

    private async Task AskAsync(Intake intake, PendingMail mail, TimeSpan sinceLast, CancellationToken stopping)
    {
        var answer = await provider.FindAsync(mail.Id, mail.State.OpenSince!.Value - LogMargin, stopping);
        switch (answer)
        {
            case EventLogAnswer.Found found:
                await sender.AcceptAsync(intake, mail, found.MessageId, Evidence.EventLog);
                break;
            case EventLogAnswer.NotFound when UncertainRule.SilenceProves(sinceLast):
                Log.NeverArrived(logger, mail.Id);
                await journal.AppendAsync(new JournalEvent.Deferred
                {
                    At = time.GetUtcNow(),
                    Mail = mail.Id,
                    Reason = "the provider's event log does not know it",
                    Until = time.GetUtcNow(),
                });
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Mail {MailId} never arrived at the provider: its event log does not know it. It may be sent.")]
        public static partial void NeverArrived(ILogger logger, Guid mailId);

        [LoggerMessage(2, LogLevel.Warning, "The provider can't be asked about mail {MailId}: {Reason}. It waits.")]
        public static partial void CannotAsk(ILogger logger, Guid mailId, string reason);
    }
}
