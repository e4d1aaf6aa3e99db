using System.Text.Json;
using MailDispatcher.Sandbox.Templates;

namespace MailDispatcher.Sandbox.Mails;

/// <summary>
/// One mail of a valid request, before it is taken. The parts that are rarely looked at are read from the request
/// again.
/// </summary>
public sealed record MailDraft
{
    /// <summary>The request as it came, JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Which of the request's <c>messageVersions</c> this mail is; null when it has none.</summary>
    public int? Version { get; init; }

    /// <summary>Null when the request brings its own content.</summary>
    public MailTemplate? Template { get; init; }

    public required Mailbox From { get; init; }

    public required IReadOnlyList<Mailbox> To { get; init; }

    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    public IReadOnlyList<Mailbox> Bcc { get; init; } = [];

    public required string Subject { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? IdempotencyKey { get; init; }

    /// <summary>Null: at once.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    public Guid? BatchId { get; init; }

    public IEnumerable<Mailbox> Recipients => [.. To, .. Cc, .. Bcc];

    public JsonElement? Params => Own("params");

    internal string? OwnHtml => Own("htmlContent")?.GetString();

    private JsonElement? Own(string field)
    {
        using var document = JsonDocument.Parse(Request);
        var root = document.RootElement;
        if (Version is { } version && root.GetProperty("messageVersions")[version].TryGetProperty(field, out var own))
            return own.Clone();
        return root.TryGetProperty(field, out var common) ? common.Clone() : null;
    }
}
