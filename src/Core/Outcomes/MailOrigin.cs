using System.Text.Json;

namespace MailDispatcher.Core.Outcomes;

/// <summary>What an app's request said about itself, for whoever tells the app what became of it.</summary>
internal sealed record MailOrigin
{
    public string? App { get; init; }

    public string? Ref { get; init; }

    public JsonElement? Data { get; init; }

    public int Template { get; init; }

    /// <summary>Null for a cancel request.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public IReadOnlyList<string>? UnknownFields { get; init; }
}
