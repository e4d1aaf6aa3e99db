namespace MailDispatcher.MailManager.Http;

/// <summary>An HTTP answer of the provider, or of whatever stands between.</summary>
internal sealed record ProviderAnswer
{
    public required int Status { get; init; }

    /// <summary>Null when the answer broke off in its body or was larger than any answer of the provider.</summary>
    public required ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>What <c>retry-after</c> asks for, counted from now; null when it isn't there.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary><c>x-sib-ratelimit-remaining</c>: calls left in the endpoint's period.</summary>
    public long? CallsLeft { get; init; }

    /// <summary><c>x-sib-ratelimit-reset</c>: until the period ends; a duration, not an instant.</summary>
    public TimeSpan? LimitReset { get; init; }

    /// <summary><c>sib-request-id</c>, which the provider's support asks for.</summary>
    public string? RequestId { get; init; }
}
