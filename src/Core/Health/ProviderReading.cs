namespace MailDispatcher.Core.Health;

/// <summary>What the provider's calls came to: every call counts, a mail's as well as a question.</summary>
public sealed record ProviderReading
{
    /// <summary>When it last answered a call as it should; null when it has not since the start.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The first of the calls without an answer since then; null while the last one had one.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Calls without an answer, one after the other.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last of them had none.</summary>
    public string? Reason { get; init; }

    /// <summary>Until when it is left alone, because it failed.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>Why it refuses the key or the account; null when it does not.</summary>
    public string? AccountFault { get; init; }
}
