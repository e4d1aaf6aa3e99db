namespace MailDispatcher.Core.Provider;

/// <summary>What the provider says of the credits. Closed; unknown is a case of its own and never a number.</summary>
public abstract record CreditsReading
{
    private CreditsReading() { }

    /// <summary>The free plan: this many mails are left today, and unused ones are lost at the reset.</summary>
    public sealed record Daily(int Remaining) : CreditsReading;

    /// <summary>A paid plan: this many mails are left, with no limit a day.</summary>
    public sealed record Balance(int Remaining) : CreditsReading;

    /// <summary>A plan that counts no mails.</summary>
    public sealed record Unlimited : CreditsReading;

    /// <summary>
    /// The provider can be used, and tells no number, as an SMTP relay: our own allowance alone counts.
    /// </summary>
    public sealed record Uncounted : CreditsReading;

    /// <summary>The provider could not be asked, or its answer names no plan we know.</summary>
    public sealed record Unknown(string Reason) : CreditsReading
    {
        /// <summary>
        /// The provider refused the key or the account (401, 403): every mail would be refused as well.
        /// </summary>
        public bool IsAccountFault { get; init; }

        /// <summary>The provider answered, and refused to tell (HTTP 400 to 499).</summary>
        public bool IsRefusal { get; init; }
    }
}
