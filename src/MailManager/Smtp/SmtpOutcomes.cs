using System.Globalization;
using System.Net.Sockets;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Answers;
using MailKit;
using MailKit.Security;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>
/// What one attempt over SMTP came to. What the relay said counts before what was thrown: a connection that breaks
/// after the answer changes nothing about it.
/// </summary>
internal static class SmtpOutcomes
{
    /// <param name="thrown">Null when the relay took the mail, as far as it was read.</param>
    /// <param name="request">Null where there was no mail.</param>
    public static SendOutcome Of(SmtpDialogue dialogue, Exception? thrown, MailRequest? request)
    {
        if (dialogue.Verdict is { } verdict)
            return verdict switch
            {
                { Code: >= 200 and < 300 } => new SendOutcome.Accepted(Redaction.Of(verdict.Text, request)),
                { IsLater: true } => new SendOutcome.NotTaken(Words(verdict, request)),
                { IsNo: true } => new SendOutcome.Refused(CodeOf(verdict), Words(verdict, request)),
                _ => new SendOutcome.Uncertain("the relay's answer to the mail can't be read"),
            };
        if (dialogue.MayBeTaken)
            return new SendOutcome.Uncertain($"no answer to the mail: {Words(thrown)}");
        return dialogue.Refusal is { } refusal ? OfRefusal(refusal, request) : OfWay(thrown);
    }

    /// <summary>True for what a relay and the way to it may cause.</summary>
    public static bool IsOfTheWay(Exception e) =>
        e
            is IOException
                or SocketException
                or TimeoutException
                or OperationCanceledException
                or ProtocolException
                or CommandException
                or ServiceNotConnectedException
                or ServiceNotAuthenticatedException
                or AuthenticationException
                or SslHandshakeException
                or System.Security.Authentication.AuthenticationException
                or NotSupportedException;

    private static SendOutcome OfRefusal(SmtpReply refusal, MailRequest? request)
    {
        var words = Words(refusal, request);
        if (refusal.IsLater)
            return new SendOutcome.NotTaken(words, IsOfRecipient: IsAboutRecipient(refusal));
        return refusal.To switch
        {
            "RCPT" when IsAboutUs(refusal) => new SendOutcome.AccountFault(CodeOf(refusal), words),
            // 552: larger than the relay takes.
            "RCPT" or "DATA" => new SendOutcome.Refused(CodeOf(refusal), words),
            "MAIL" when refusal.Code == 552 => new SendOutcome.Refused(CodeOf(refusal), words),
            // A greeting, an encryption, an account or a sender that is refused would be for each mail.
            _ => new SendOutcome.AccountFault(CodeOf(refusal), words),
        };
    }

    // A relay that does not know us says so at the recipient, and would at each: 530 and 535, or words with "relay".
    private static bool IsAboutUs(SmtpReply refusal) =>
        refusal.Code is 530 or 535 or 538 || refusal.Text.Contains("relay", StringComparison.OrdinalIgnoreCase);

    // Greylisting, or a mailbox that is busy or full (RFC 5321, section 4.2.3). 421 and 452 are the relay's own.
    private static bool IsAboutRecipient(SmtpReply refusal) => refusal is { To: "RCPT", Code: 450 or 451 };

    private static SendOutcome OfWay(Exception? thrown) =>
        thrown switch
        {
            SslHandshakeException { ServerCertificate: not null } => new SendOutcome.AccountFault(
                "tls_refused",
                "the relay's certificate is not trusted here, or is another host's"
            ),
            NotSupportedException or AuthenticationException => new SendOutcome.AccountFault(
                "not_offered",
                Redaction.Of(thrown.Message, null) ?? "the relay does not offer what is set"
            ),
            _ => new SendOutcome.NotTaken(Words(thrown)),
        };

    private static string CodeOf(SmtpReply reply) => string.Create(CultureInfo.InvariantCulture, $"smtp_{reply.Code}");

    private static string Words(SmtpReply reply, MailRequest? request) =>
        $"{reply.To} was answered with {reply.Code}: {Redaction.Of(reply.Text, request) ?? "no words"}";

    private static string Words(Exception? thrown) =>
        thrown switch
        {
            null => "no reason",
            OperationCanceledException or TimeoutException => "the relay did not answer in time",
            SocketException socket => $"no connection ({socket.SocketErrorCode})",
            { InnerException: SocketException socket } => $"the connection broke ({socket.SocketErrorCode})",
            _ => $"the connection broke ({thrown.GetType().Name})",
        };
}
