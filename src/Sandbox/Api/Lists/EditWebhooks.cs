using System.Globalization;
using System.Text.Json;
using MailDispatcher.Sandbox.Webhooks;

namespace MailDispatcher.Sandbox.Api.Lists;

/// <summary>
/// <c>/v3/webhooks</c> and <c>/v3/webhooks/{id}</c>, for transactional mail: address, events, bearer token and headers.
/// </summary>
internal sealed class EditWebhooks(WebhookStore webhooks, TimeProvider time)
{
    private static readonly HashSet<string> Events = new(
        (
            "sent request delivered hardBounce softBounce blocked spam invalid deferred click opened uniqueOpened "
            + "unsubscribed"
        ).Split(' '),
        StringComparer.Ordinal
    );

    public ApiAnswer List(ApiRequest request)
    {
        var query = new QueryReader(request.Query);
        // Other kinds of webhook there are none of.
        var all = query.Text("type") is null or "transactional" ? webhooks.All : [];
        if (query.Text("sort") == "asc")
            all = [.. all.Reverse()];
        return ApiAnswer.Json(200, new { webhooks = all.Select(Row) });
    }

    public ApiAnswer One(ApiRequest request) =>
        Find(request) is { } webhook ? ApiAnswer.Json(200, Row(webhook)) : NotFound();

    public ApiAnswer Remove(ApiRequest request) =>
        Find(request) is { } webhook && webhooks.Remove(webhook.Id) ? ApiAnswer.Empty(204) : NotFound();

    public ApiAnswer Create(ApiRequest request) =>
        Edit(
            request,
            body =>
            {
                if (webhooks.All.Count >= WebhookStore.Most)
                    return ApiAnswer.Refusal(ApiError.OutOfRange($"At most {WebhookStore.Most} webhooks"));
                if (!body.TryGetProperty("url", out _))
                    return ApiAnswer.Refusal(ApiError.Missing("url is missing"));
                if (!body.TryGetProperty("events", out _))
                    return ApiAnswer.Refusal(ApiError.Missing("events is missing"));
                var now = time.GetUtcNow();
                var made = webhooks.Add(id =>
                    Changed(new Webhook(id, new Uri("http://none"), [], null, null, Empty, now, now), body)
                );
                return ApiAnswer.Json(201, new { id = made.Id });
            }
        );

    public ApiAnswer Update(ApiRequest request) =>
        Edit(
            request,
            body =>
            {
                if (Find(request) is not { } webhook)
                    return NotFound();
                webhooks.Put(Changed(webhook, body) with { ModifiedAt = time.GetUtcNow() });
                return ApiAnswer.Empty(204);
            }
        );

    private static Dictionary<string, string> Empty => [];

    private static ApiAnswer Edit(ApiRequest request, Func<JsonElement, ApiAnswer> act)
    {
        var (document, error) = request.Json();
        if (document is null)
            return ApiAnswer.Refusal(error!);
        using (document)
            return Problem(document.RootElement) is { } problem
                ? ApiAnswer.Refusal(ApiError.Invalid(problem))
                : act(document.RootElement);
    }

    private static string? Problem(JsonElement body)
    {
        if (body.TryGetProperty("url", out var url) && !IsAddress(url))
            return "url is not valid";
        if (
            body.TryGetProperty("events", out var events)
            && (
                events.ValueKind is not JsonValueKind.Array
                || events.GetArrayLength() == 0
                || events
                    .EnumerateArray()
                    .Any(e => e.ValueKind is not JsonValueKind.String || !Events.Contains(e.GetString()!))
            )
        )
            return "events is not valid";
        if (
            body.TryGetProperty("type", out var type)
            && (type.ValueKind is not JsonValueKind.String || type.GetString() != "transactional")
        )
            return "type is not valid";
        return body.TryGetProperty("auth", out var auth) && Token(auth) is null ? "auth is not valid" : null;
    }

    private static bool IsAddress(JsonElement url) =>
        url.ValueKind is JsonValueKind.String
        && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https";

    private static string? Token(JsonElement auth) =>
        auth.ValueKind is JsonValueKind.Object
        && auth.TryGetProperty("type", out var type)
        && type.ValueKind is JsonValueKind.String
        && type.GetString() == "bearer"
        && auth.TryGetProperty("token", out var token)
        && token.ValueKind is JsonValueKind.String
            ? token.GetString()
            : null;

    private static Webhook Changed(Webhook webhook, JsonElement body)
    {
        if (body.TryGetProperty("url", out var url))
            webhook = webhook with { Url = new Uri(url.GetString()!) };
        if (body.TryGetProperty("events", out var events))
            webhook = webhook with { Events = [.. events.EnumerateArray().Select(e => e.GetString()!)] };
        if (body.TryGetProperty("description", out var description))
            webhook = webhook with { Description = description.ToString() };
        if (body.TryGetProperty("auth", out var auth))
            webhook = webhook with { BearerToken = Token(auth) };
        if (body.TryGetProperty("headers", out var headers) && headers.ValueKind is JsonValueKind.Array)
            webhook = webhook with
            {
                Headers = headers
                    .EnumerateArray()
                    .ToDictionary(h => h.GetProperty("key").ToString(), h => h.GetProperty("value").ToString()),
            };
        return webhook;
    }

    private Webhook? Find(ApiRequest request) =>
        long.TryParse(request.Route["id"]?.ToString(), CultureInfo.InvariantCulture, out var id)
            ? webhooks.Find(id)
            : null;

    private static ApiAnswer NotFound() => ApiAnswer.Refusal(ApiError.NotFound("Webhook not found"));

    private static object Row(Webhook webhook) =>
        new
        {
            webhook.Id,
            url = webhook.Url.OriginalString,
            webhook.Events,
            webhook.Description,
            type = "transactional",
            channel = "email",
            auth = webhook.BearerToken is { } token ? new { type = "bearer", token } : null,
            headers = webhook.Headers.Select(h => new { key = h.Key, value = h.Value }),
            createdAt = ApiTime.Of(webhook.CreatedAt),
            modifiedAt = ApiTime.Of(webhook.ModifiedAt),
        };
}
