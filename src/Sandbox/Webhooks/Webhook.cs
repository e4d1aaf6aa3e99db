namespace MailDispatcher.Sandbox.Webhooks;

/// <summary>An address that events are posted to.</summary>
/// <param name="Events">In the words of a subscription, as <c>hardBounce</c>.</param>
/// <param name="BearerToken">Shown with each post; null for none.</param>
/// <param name="Headers">Further headers of each post.</param>
public sealed record Webhook(
    long Id,
    Uri Url,
    IReadOnlyList<string> Events,
    string? Description,
    string? BearerToken,
    IReadOnlyDictionary<string, string> Headers,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt
);
