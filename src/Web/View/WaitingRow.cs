using System.Text.Json.Serialization;

namespace MailDispatcher.Web.View;

/// <summary>One waiting mail. No name and no address: those are on the mail's own page alone.</summary>
public sealed record WaitingRow
{
    private string? _reason;

    public required Guid Id { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>What the mail is about, in the host app's words.</summary>
    public string? Topic { get; init; }

    /// <summary>1..200, 200 = today.</summary>
    public required int Urgency { get; init; }

    public required DateTimeOffset Arrived { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    /// <summary>What it costs, one for each recipient.</summary>
    public int Credits { get; init; } = 1;

    /// <summary>When it is predicted to be sent; null when nobody can say, or when it will not be.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>True when it is predicted to miss its deadline; null without a forecast.</summary>
    public bool? Misses { get; init; }

    /// <summary>Why it goes then, or why it misses, in words. Worked out for those that somebody looks at.</summary>
    public string? Reason
    {
        get => _reason ??= Why?.Invoke();
        init => _reason = value;
    }

    [JsonIgnore]
    public Func<string?>? Why { get; init; }
}
