using System.Text.Json;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Requests;
using MailDispatcher.MailManager.Templates;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>
/// A relay behind <see cref="IMailProvider"/>. It knows no idempotency key, keeps no log that can be asked and counts
/// no credits; so a mail whose answer is lost stays uncertain for ever, and is never tried again by itself.
/// </summary>
internal sealed partial class SmtpProvider(
    SmtpOptions options,
    SmtpConnections connections,
    TemplateFolder templates,
    TimeProvider time,
    ILogger<SmtpProvider> logger
) : IMailProvider
{
    private static readonly Dictionary<string, JsonElement> NoParameters = [];

    public ProviderTerms Terms { get; } =
        new()
        {
            Kind = ProviderKind.Smtp,
            KeyHolds = TimeSpan.Zero,
            LogLags = null,
            MostAtOnce = options.Connections,
        };

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (Problem(mail.Request) is { } problem)
            return new SendOutcome.Refused("invalid_request", problem);
        RenderedMail rendered;
        try
        {
            rendered = await templates.RenderAsync(
                options.Number(mail.Request.Template),
                TemplateParameters.Of(mail, options.Zone) ?? NoParameters
            );
        }
        catch (TemplateFaultException e)
        {
            Log.NotRendered(logger, mail.Id, e.Message);
            return new SendOutcome.TemplateFault(e.Code, e.Message);
        }

        using var message = MessageWriter.Write(mail, rendered, options, time.GetUtcNow());
        var outcome = (
            await connections.UseAsync(
                (connection, token) => connection.SendAsync(message, token),
                mail.Request,
                cancellationToken
            )
        )!;
        if (outcome is not SendOutcome.Accepted)
            Log.NotAccepted(logger, mail.Id, outcome.Kind, WordsOf(outcome));
        return outcome;
    }

    /// <summary>There are none to read; but a relay that can't be used is found out before a mail is tried.</summary>
    public async Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken) =>
        await connections.UseAsync((connection, token) => connection.NoOpAsync(token), null, cancellationToken) switch
        {
            null => new CreditsReading.Uncounted(),
            SendOutcome.AccountFault fault => new CreditsReading.Unknown(fault.Message) { IsAccountFault = true },
            var failure => new CreditsReading.Unknown(WordsOf(failure)),
        };

    public Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<EventLogAnswer>(
            new EventLogAnswer.Unknown("a relay keeps no log that can be asked") { IsRefusal = true }
        );

    private static string? Problem(MailRequest request) =>
        request.Cancel ? "cancel: a cancel request is no mail"
        : request.Attachments is { Count: > 0 } ? "attachments: over SMTP nobody fetches them; link to them instead"
        : MailRequestRules.FirstProblem(request);

    private static string WordsOf(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.NotTaken later => later.Reason,
            SendOutcome.Uncertain lost => lost.Reason,
            SendOutcome.Refused refused => refused.Message,
            SendOutcome.AccountFault fault => fault.Message,
            _ => "the relay gave no reason",
        };

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Mail {MailId} can't be rendered: {Reason}.")]
        public static partial void NotRendered(ILogger logger, Guid mailId, string reason);

        [LoggerMessage(
            EventId = 2,
            Level = LogLevel.Warning,
            Message = "The relay did not take mail {MailId} ({Outcome}): {Reason}."
        )]
        public static partial void NotAccepted(ILogger logger, Guid mailId, SendOutcomeKind outcome, string reason);
    }
}
