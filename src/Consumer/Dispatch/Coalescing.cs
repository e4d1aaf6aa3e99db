using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Lets several mails to one person go as one when credits are short. The attempt's entry in the journal names those
/// that go along, so a crash can't part them: they are held while it is uncertain, settled once it was taken, and stand
/// alone again when it was not.
/// </summary>
public sealed partial class Coalescing(
    CoalesceRule rule, Projection memory, ValueTable values, DispatcherMetrics metrics, TimeProvider time, ILogger<Coalescing> logger)
{
    /// <summary>What the policy may choose from: what goes along with another is not in it.</summary>
    public SendCandidates ChoiceOf(IEnumerable<PendingMail> candidates, CreditsLeft credits) =>
        SendCandidates.Of(rule, candidates, credits, values, time.GetUtcNow());

    /// <summary>Settles what went along with a mail that was taken.</summary>
    public async Task SettleAsync(Intake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        foreach (var mail in intake.Candidates.Values.Where(c => c.State.GoesWith is not null).ToList())
        {
            var with = mail.State.GoesWith!.Value;
            if (memory.Find(with)?.Settled is not Settlement.Sent) continue;
            Log.Coalesced(logger, mail.Id, with);
            await intake.SettleAsync(mail, new JournalEvent.Coalesced { At = time.GetUtcNow(), Mail = mail.Id, With = with }, "coalesced");
            metrics.DeadlineMet(UrgencyClass.Of(mail.Deadline, mail.Arrived));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Mail {MailId} went as one with mail {With} to the same person.")]
        public static partial void Coalesced(ILogger logger, Guid mailId, Guid with);
    }
}
