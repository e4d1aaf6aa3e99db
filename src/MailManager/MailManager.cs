using System.Diagnostics;
using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Answers;
using MailDispatcher.MailManager.Http;
using MailDispatcher.MailManager.Requests;
using MailDispatcher.MailManager.Settings;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager;

/// <summary>
/// The provider behind <see cref="IMailProvider"/>: Brevo's API v3. It keeps nothing of a mail, so that a crash at any
/// point loses nothing here; what a lost attempt came to is asked with the same idempotency key or from the event log.
/// </summary>
internal sealed partial class MailManager(
    ProviderClient client,
    BrevoOptions options,
    TimeProvider time,
    ILogger<MailManager> logger
) : IMailProvider
{
    private const int MostEvents = 100;
    private const string Date = "yyyy-MM-dd";

    /// <summary>The event log shows so much when no dates are given.</summary>
    private static readonly TimeSpan DefaultLogRange = TimeSpan.FromDays(29);

    public ProviderTerms Terms => ProviderTerms.Brevo;

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (Problem(mail.Request) is { } problem)
            return new SendOutcome.Refused("invalid_request", problem);
        var body = SendRequestWriter.Write(mail, options);
        switch (await client.PostAsync("smtp/email", body, cancellationToken))
        {
            case Exchange.Answered { Answer: var answer }:
                var outcome = SendClassifier.Of(answer, mail.Request, time.GetUtcNow());
                Log.Answered(
                    logger,
                    outcome is SendOutcome.Accepted or SendOutcome.AlreadyTaken ? LogLevel.Debug : LogLevel.Warning,
                    mail.Id,
                    answer.Status,
                    ProviderError.Of(answer, mail.Request).Code,
                    answer.RequestId
                );
                return outcome;
            case Exchange.NotSent { Reason: var reason, Until: var until }:
                Log.NotSent(logger, mail.Id, reason);
                return new SendOutcome.NotTaken(reason, until);
            case Exchange.Lost { Reason: var reason }:
                Log.Lost(logger, mail.Id, reason);
                return new SendOutcome.Uncertain(reason);
            default:
                throw new UnreachableException();
        }
    }

    public async Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken)
    {
        var exchange = await client.GetAsync("account", CallBudget.Account, cancellationToken);
        return exchange.Content is { } content
            ? CreditsClassifier.Of(AnswerBody.Read(content, AnswerJson.Default.AccountAnswer))
            : new CreditsReading.Unknown(WhyNot("account", exchange))
            {
                IsAccountFault = exchange is Exchange.Answered { Answer.Status: 401 or 403 },
                IsRefusal = exchange.IsRefusal,
            };
    }

    public async Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // The log's days are of a zone that nobody publishes: a day more on each side loses none of ours.
        var from = since.UtcDateTime.AddDays(-1).ToString(Date, CultureInfo.InvariantCulture);
        var to = now.UtcDateTime.AddDays(1).ToString(Date, CultureInfo.InvariantCulture);
        var query =
            $"smtp/statistics/events?limit={MostEvents}&sort=asc&tags={Uri.EscapeDataString($"[\"{mailId:D}\"]")}";
        var exchange = await client.GetAsync(
            $"{query}&startDate={from}&endDate={to}",
            CallBudget.Transactional,
            cancellationToken
        );
        // Nor is it published whether an end in the future is allowed; without dates the last 30 days are meant.
        if (exchange is Exchange.Answered { Answer.Status: 400 } && now - since < DefaultLogRange)
            exchange = await client.GetAsync(query, CallBudget.Transactional, cancellationToken);
        return exchange.Content is { } content
            ? EventLogClassifier.Of(AnswerBody.Read(content, AnswerJson.Default.EventsAnswer), mailId, MostEvents)
            : new EventLogAnswer.Unknown(WhyNot("event log", exchange)) { IsRefusal = exchange.IsRefusal };
    }

    private static string? Problem(MailRequest request) =>
        request.Cancel ? "cancel: a cancel request is no mail" : MailRequestRules.FirstProblem(request);

    private string WhyNot(string what, Exchange failed)
    {
        var reason = ReadingFailure.Reason(failed);
        Log.NotRead(logger, what, reason, (failed as Exchange.Answered)?.Answer.RequestId);
        return reason;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1,
            Message = "The provider answered {Status} {Code} to mail {MailId} (its request id: {RequestId})."
        )]
        public static partial void Answered(
            ILogger logger,
            LogLevel level,
            Guid mailId,
            int status,
            string? code,
            string? requestId
        );

        [LoggerMessage(
            EventId = 2,
            Level = LogLevel.Warning,
            Message = "Mail {MailId} did not leave for the provider: {Reason}."
        )]
        public static partial void NotSent(ILogger logger, Guid mailId, string reason);

        [LoggerMessage(
            EventId = 3,
            Level = LogLevel.Warning,
            Message = "Mail {MailId} left for the provider and no answer came: {Reason}."
        )]
        public static partial void Lost(ILogger logger, Guid mailId, string reason);

        [LoggerMessage(
            EventId = 4,
            Level = LogLevel.Warning,
            Message = "The provider's {What} could not be read: {Reason} (its request id: {RequestId})."
        )]
        public static partial void NotRead(ILogger logger, string what, string reason, string? requestId);
    }
}
