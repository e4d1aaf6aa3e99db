using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Templates;
using MimeKit;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>Turns a rendered mail into the message that a relay takes.</summary>
internal static class MessageWriter
{
    public static MimeMessage Write(OutgoingMail mail, RenderedMail rendered, SmtpOptions options, DateTimeOffset now)
    {
        var request = mail.Request;
        var message = new MimeMessage
        {
            // The same for each attempt, so that a person finds it in the relay's log, and mailboxes know a copy.
            MessageId = $"{mail.Id:D}@{DomainOf(options.Sender.Email)}",
            Date = TimeZoneInfo.ConvertTime(now, options.Zone),
            Subject = rendered.Subject,
            Body = new BodyBuilder { TextBody = rendered.Text, HtmlBody = rendered.Html }.ToMessageBody(),
        };
        message.From.Add(Mailbox(request.Sender ?? options.Sender));
        message.To.Add(Mailbox(request.Recipient));
        message.Cc.AddRange((request.Cc ?? []).Select(Mailbox));
        message.Bcc.AddRange((request.Bcc ?? []).Select(Mailbox));
        if (request.ReplyTo is { } replyTo)
            message.ReplyTo.Add(Mailbox(replyTo));
        // Nobody's holiday answer is wanted (RFC 3834).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static MailboxAddress Mailbox(Recipient person) => new(person.Name, person.Email);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
