using System.Globalization;
using System.Text.Json;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;
using MailDispatcher.MailManager.Answers;
using MailDispatcher.MailManager.Http;
using MailDispatcher.MailManager.Requests;

namespace MailDispatcher.MailManager.Events;

/// <summary>Brevo's event log, blocked contacts and webhooks (its API v3).</summary>
internal sealed class ProviderEvents(ProviderClient client, TimeProvider time) : IProviderEvents
{
    private const int MostBlocked = 100;

    // Without it a page of the provider's would show what nobody knows.
    private const string Description = "Mail Dispatcher";

    public int MostRows => 5000;

    public async Task<EventPage> ReadAsync(
        DateOnly from,
        DateOnly until,
        int offset,
        CancellationToken cancellationToken
    )
    {
        var exchange = await client.GetAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"smtp/statistics/events?limit={MostRows}&offset={offset}&sort=desc"
                    + $"&startDate={from:yyyy-MM-dd}&endDate={until:yyyy-MM-dd}"
            ),
            CallBudget.Transactional,
            cancellationToken
        );
        if (exchange.Content is not { } content)
            return new EventPage.Unknown(ReadingFailure.Reason(exchange), UntilOf(exchange));
        if (AnswerBody.Read(content, AnswerJson.Default.EventsAnswer) is not { } answer)
            return new EventPage.Unknown("the event log's answer can't be read", null);
        var rows = (answer.Events ?? []).OfType<MailEvent>().ToList();
        return new EventPage.Read(
            [.. rows.Select(Of).OfType<ProviderEvent>()],
            rows.Count,
            rows.Select(row => At(row.Date)).Min()
        );
    }

    public async Task<BlockedPage> ReadBlockedAsync(int offset, CancellationToken cancellationToken)
    {
        var exchange = await client.GetAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"smtp/blockedContacts?limit={MostBlocked}&offset={offset}&sort=asc"
            ),
            CallBudget.Transactional,
            cancellationToken
        );
        if (exchange.Content is not { } content)
            return new BlockedPage.Unknown(ReadingFailure.Reason(exchange), UntilOf(exchange));
        if (AnswerBody.Read(content, AnswerJson.Default.BlockedAnswer) is not { } answer)
            return new BlockedPage.Unknown("the answer of the blocked contacts can't be read", null);
        return new BlockedPage.Read(
            [
                .. (answer.Contacts ?? [])
                    .OfType<BlockedRow>()
                    .Where(row => row.Email is { Length: > 0 })
                    .Select(row => new BlockedAddress(row.Email!, CauseOf(row.Reason?.Code), At(row.BlockedAt))),
            ],
            answer.Count
        );
    }

    public async Task<string?> UnblockAsync(string address, CancellationToken cancellationToken)
    {
        var exchange = await client.ChangeAsync(
            HttpMethod.Delete,
            $"smtp/blockedContacts/{Uri.EscapeDataString(address)}",
            null,
            cancellationToken
        );
        return exchange is Exchange.Answered { Answer.Status: 404 } ? null : Problem(exchange);
    }

    public async Task<(IReadOnlyList<Webhook>? Webhooks, string? Problem)> ListWebhooksAsync(
        CancellationToken cancellationToken
    )
    {
        var exchange = await client.GetAsync("webhooks?type=transactional", CallBudget.Account, cancellationToken);
        // Without any, the provider answers as if the path were wrong.
        if (exchange is Exchange.Answered { Answer.Status: 404 })
            return ([], null);
        if (exchange.Content is not { } content)
            return (null, ReadingFailure.Reason(exchange));
        return AnswerBody.Read(content, AnswerJson.Default.WebhooksAnswer) is { } answer
            ? (
                [
                    .. (answer.Webhooks ?? [])
                        .OfType<WebhookRow>()
                        .Where(row => row.Url is not null)
                        .Select(row => new Webhook(row.Id, row.Url!, [.. (row.Events ?? []).OfType<string>()])),
                ],
                null
            )
            : (null, "the list of webhooks can't be read");
    }

    public async Task<string?> SaveWebhookAsync(long? id, Uri url, string token, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new WebhookRequest
            {
                Url = url.AbsoluteUri,
                Description = Description,
                Events = EventVocabulary.Subscription,
                Auth = new WebhookAuth("bearer", token),
                Type = id is null ? "transactional" : null,
            },
            AnswerJson.Default.WebhookRequest
        );
        return Problem(
            id is { } known
                ? await client.ChangeAsync(HttpMethod.Put, $"webhooks/{known}", body, cancellationToken)
                : await client.ChangeAsync(HttpMethod.Post, "webhooks", body, cancellationToken)
        );
    }

    public async Task<string?> RemoveWebhookAsync(long id, CancellationToken cancellationToken) =>
        Problem(await client.ChangeAsync(HttpMethod.Delete, $"webhooks/{id}", null, cancellationToken));

    private ProviderEvent? Of(MailEvent row) =>
        EventVocabulary.Parse(row.Event) is { } kind
            ? new ProviderEvent
            {
                Mail = EventFields.Mail(row.Tag),
                Kind = kind,
                At = At(row.Date) ?? time.GetUtcNow(),
                Address = row.Email,
                Reason = Redaction.Of(row.Reason, null),
            }
            : null;

    // The address is in the path: what failed must not be told with it.
    private static string? Problem(Exchange exchange) =>
        exchange is Exchange.Answered { Answer.Status: >= 200 and < 300 }
            ? null
            : Redaction.Of(ReadingFailure.Reason(exchange), null) ?? "it gave no reason";

    private static DateTimeOffset? UntilOf(Exchange exchange) => (exchange as Exchange.NotSent)?.Until;

    private static DateTimeOffset? At(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? at
            : null;

    private static SuppressionCause CauseOf(string? code) =>
        code switch
        {
            "hardBounce" => SuppressionCause.HardBounced,
            "contactFlaggedAsSpam" => SuppressionCause.Complained,
            "unsubscribedViaMA" or "unsubscribedViaEmail" or "unsubscribedViaApi" => SuppressionCause.Unsubscribed,
            _ => SuppressionCause.Blocked,
        };
}
