using System.Text.Json.Serialization;

namespace MailDispatcher.MailManager.Requests;

/// <summary>The body of <c>POST /webhooks</c> and <c>PUT /webhooks/{id}</c>.</summary>
internal sealed record WebhookRequest
{
    public required string Url { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public required WebhookAuth Auth { get; init; }

    /// <summary>Fixed when it is made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }
}
