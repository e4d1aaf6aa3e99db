using System.Security.Cryptography;
using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Engine;

/// <summary>
/// Takes out what a newer request has made obsolete: replaced by a newer mail of its topic, or withdrawn by a cancel
/// request. A request that arrives after a newer one, even after a newer one was sent, is obsolete too; a sent mail is
/// never unsent. Mails in flight are cleared up first.
/// </summary>
internal sealed partial class TopicRules(LoopState state, ILogger logger)
{
    private const int RecipientKeyBytes = 12;

    /// <summary>A key that is the same for the same address, and not the address.</summary>
    public static string RecipientKey(MailRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = Encoding.UTF8.GetBytes(request.Recipient.Email.ToUpperInvariant());
        return Convert.ToHexString(SHA256.HashData(address).AsSpan(0, RecipientKeyBytes));
    }

    /// <summary>Judges all mails in hand of a mail's topic, that mail included.</summary>
    public void Tidy(PendingMail mail)
    {
        if (mail is not { RecipientKey: { } recipient, Request.Topic: { } topic })
            return;
        var alike = state.Mails.OfTopic(topic, recipient).Where(IsFree).Select(Of).ToList();
        var known =
            state.Projection.Newest(topic, recipient) is { } newest && alike.TrueForAll(m => m.Id != newest.Mail)
                ?
                [
                    new TopicMail(
                        newest.Mail,
                        newest.Topic,
                        newest.Recipient,
                        newest.Version,
                        newest.Published,
                        newest.IsCancel,
                        newest.Seen
                    ),
                ]
                : Array.Empty<TopicMail>();
        foreach (var obsolete in SupersedeRule.Apply(alike.Concat(known)))
        {
            if (state.Mails.Find(obsolete.Id) is not { } old)
                continue;
            if (obsolete.IsGuess)
                Log.Guessed(logger, old.Id, obsolete.By);
            else
                Log.Obsolete(logger, old.Id, obsolete.By);
            state.Settle(
                old,
                new JournalEvent.Superseded
                {
                    At = state.Now,
                    Mail = old.Id,
                    By = obsolete.By,
                    ByCancel = obsolete.Cancelled,
                    IsGuess = obsolete.IsGuess,
                },
                Settlement.Superseded
            );
        }

        // What a cancel request withdraws later is told by the journal's newest request, not by this one.
        foreach (var cancel in state.Mails.OfTopic(topic, recipient).Where(m => m.Request.Cancel).ToList())
            state.Settle(cancel, new JournalEvent.Cancelled { At = state.Now, Mail = cancel.Id }, Settlement.Cancelled);
    }

    /// <summary>Withdraws all that is in hand for a person, as a cancel request without a topic asks.</summary>
    public void Withdraw(PendingMail cancel)
    {
        var address = cancel.Request.Recipient.Email;
        var theirs = state
            .Mails.All.Where(m =>
                m != cancel
                && IsFree(m)
                && m.Request.Recipient.Email.Equals(address, StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        foreach (var mail in theirs)
        {
            Log.Obsolete(logger, mail.Id, cancel.Id);
            state.Settle(
                mail,
                new JournalEvent.Superseded
                {
                    At = state.Now,
                    Mail = mail.Id,
                    By = cancel.Id,
                    ByCancel = true,
                },
                Settlement.Superseded
            );
        }

        state.Settle(cancel, new JournalEvent.Cancelled { At = state.Now, Mail = cancel.Id }, Settlement.Cancelled);
        Log.Withdrawn(logger, cancel.Id, theirs.Count);
    }

    private bool IsFree(PendingMail mail) =>
        mail.State is PendingMailState.Ready or PendingMailState.Returning
        && state.Projection.Find(mail.Id) is not { IsInFlight: true };

    private static TopicMail Of(PendingMail m) =>
        new(m.Id, m.Request.Topic, m.RecipientKey!, m.Request.Version, m.Arrived, m.Request.Cancel, m.Seen);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Mail {MailId} is obsolete: request {By} about the same topic is newer."
        )]
        public static partial void Obsolete(ILogger logger, Guid mailId, Guid by);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Mail {MailId} gives way to request {By} about the same topic, and nobody can say which is newer: give "
                + "both a version, or a time of publishing."
        )]
        public static partial void Guessed(ILogger logger, Guid mailId, Guid by);

        [LoggerMessage(2, LogLevel.Information, "Request {MailId} withdrew {Count} mails of one person.")]
        public static partial void Withdrawn(ILogger logger, Guid mailId, int count);
    }
}
