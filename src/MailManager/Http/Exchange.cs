namespace MailDispatcher.MailManager.Http;

/// <summary>How far one call of the provider came. Closed.</summary>
internal abstract record Exchange
{
    private Exchange() { }

    /// <summary>An answer came, whatever it says.</summary>
    public sealed record Answered(ProviderAnswer Answer) : Exchange;

    /// <summary>The request certainly did not leave.</summary>
    /// <param name="WorthRetrying">A second try within a second may do better; after a time-out there is no time for
    /// one.</param>
    /// <param name="Until">No call is made before; null when nothing is known.</param>
    public sealed record NotSent(string Reason, bool WorthRetrying = false, DateTimeOffset? Until = null) : Exchange;

    /// <summary>The request may have arrived and no answer came.</summary>
    public sealed record Lost(string Reason, bool WorthRetrying = false) : Exchange;

    /// <summary>The provider answered, and refused what was asked (400 to 499).</summary>
    public bool IsRefusal => this is Answered { Answer.Status: >= 400 and < 500 };

    /// <summary>The body of a 200; null for everything else.</summary>
    public ReadOnlyMemory<byte>? Content =>
        this is Answered { Answer: { Status: 200, Body: { } body } } ? body : default(ReadOnlyMemory<byte>?);
}
