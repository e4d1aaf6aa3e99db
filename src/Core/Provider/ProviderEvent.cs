namespace MailDispatcher.Core.Provider;

/// <summary>
/// One thing that a provider told of a mail. It holds an address, so it goes no further than to whoever makes a key of
/// that. Two that agree in mail and kind tell the same: providers number no events, and repeat them.
/// </summary>
public sealed record ProviderEvent
{
    /// <summary>The mail that its tag names; null for one that bears no tag of ours.</summary>
    public required Guid? Mail { get; init; }

    public required ProviderEventKind Kind { get; init; }

    /// <summary>When it happened, by the provider's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The recipient; null where it was not told.</summary>
    public string? Address { get; init; }

    /// <summary>In the provider's words, without addresses; null where it gave none.</summary>
    public string? Reason { get; init; }
}
