namespace MailDispatcher.MailManager.Checks;

/// <summary>
/// Whether the account's senders are active. A mail of an inactive one is accepted and never delivered. Closed.
/// </summary>
public abstract record SendersCheck
{
    private SendersCheck() { }

    public sealed record AllActive(int Count) : SendersCheck;

    /// <param name="Inactive">The provider's numbers of the senders that are not validated.</param>
    public sealed record SomeInactive(int Active, IReadOnlyList<long> Inactive) : SendersCheck;

    /// <summary>There is no active sender at all: nothing would be delivered.</summary>
    public sealed record NoneActive : SendersCheck;

    /// <summary>The provider could not be asked, or its answer doesn't say.</summary>
    public sealed record Unknown(string Reason) : SendersCheck;
}
