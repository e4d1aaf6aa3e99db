using System.Security.Cryptography;
using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Takes out what a newer request has made obsolete: replaced by a newer mail of its topic, or withdrawn by a cancel
/// request. A request that arrives after a newer one, even after a newer one was sent, is obsolete too; a sent mail is
/// never unsent. Mails in flight are cleared up first.
/// </summary>
public sealed partial class TopicRules(Projection memory, TimeProvider time, ILogger<TopicRules> logger)
{
    private const int RecipientKeyBytes = 12;

    /// <summary>A key that is the same for the same address, and not the address.</summary>
    public static string RecipientKey(MailRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = Encoding.UTF8.GetBytes(request.Recipient.Email.ToUpperInvariant());
        return Convert.ToHexString(SHA256.HashData(address).AsSpan(0, RecipientKeyBytes));
    }

    public async Task TidyAsync(Intake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        var mails = intake.Candidates.Values.Where(c => c.Request.Topic is not null && !c.State.IsInFlight).ToList();
        if (mails.Count == 0) return;
        var waiting = mails.Select(c => new TopicMail(
            c.Id, c.Request.Topic, RecipientKey(c.Request), c.Request.Version, c.Arrived, c.Request.Cancel)).ToList();
        var known = waiting.Select(m => memory.Newest(m.Topic!, m.Recipient)).OfType<NewestRequest>().Distinct()
            .Select(s => new TopicMail(s.Mail, s.Topic, s.Recipient, s.Version, s.Published, s.IsCancel));
        foreach (var obsolete in SupersedeRule.Apply(waiting.Concat(known).DistinctBy(m => m.Id)))
        {
            if (!intake.Candidates.TryGetValue(obsolete.Id, out var mail)) continue;
            Log.Obsolete(logger, mail.Id, obsolete.By);
            await intake.SettleAsync(
                mail, new JournalEvent.Superseded { At = time.GetUtcNow(), Mail = mail.Id, By = obsolete.By, ByCancel = obsolete.Cancelled }, "superseded");
        }

        // What a cancel request withdraws later is told by the journal's stamp, not by the request.
        foreach (var cancel in intake.Candidates.Values.Where(c => c.Request.Cancel).ToList())
            await intake.SettleAsync(cancel, new JournalEvent.Cancelled { At = time.GetUtcNow(), Mail = cancel.Id }, "cancel");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Mail {MailId} is obsolete: request {By} about the same topic is newer.")]
        public static partial void Obsolete(ILogger logger, Guid mailId, Guid by);
    }
}
