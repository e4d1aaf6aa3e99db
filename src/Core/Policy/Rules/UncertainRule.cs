using MailDispatcher.Core.Provider;

namespace MailDispatcher.Core.Policy.Rules;

/// <summary>What to do about a mail with an attempt whose outcome nobody knows.</summary>
public enum UncertainStep
{
    /// <summary>Not yet: the call may still be on its way, or nobody can be asked now.</summary>
    Wait,

    /// <summary>
    /// Attempt again under the same idempotency key: the provider takes it, or says that it has it. Both are certain.
    /// </summary>
    Repeat,

    /// <summary>Ask the provider's event log.</summary>
    Ask,

    /// <summary>Nobody will ever tell: a person must look at it.</summary>
    GiveUp,
}

/// <summary>
/// While the idempotency key holds, repeating is safe; afterwards only the event log knows, and it lags, so for a while
/// its silence proves nothing. A provider without either leaves the mail to a person.
/// </summary>
public static class UncertainRule
{
    /// <summary>
    /// Longer than a call may take, and than a stalled holder of the lock stays undiscovered: before that, an attempt
    /// of another dispatcher may still be running.
    /// </summary>
    public static readonly TimeSpan MayBeRunning = TimeSpan.FromSeconds(40);

    /// <summary>
    /// How long a mail waits that may be with another provider than the one that is set: a person who changed it by
    /// mistake has so long to set it back, and then the provider that was asked answers for it.
    /// </summary>
    public static readonly TimeSpan SetBackWithin = TimeSpan.FromMinutes(15);

    /// <param name="age">Since the first attempt under the present key.</param>
    /// <param name="sinceLast">Since the last attempt.</param>
    /// <param name="maySend">The deadline has not passed, credits are known to be left, and nobody has paused.</param>
    public static UncertainStep Next(ProviderTerms terms, TimeSpan age, TimeSpan sinceLast, bool maySend)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (sinceLast < MayBeRunning)
            return UncertainStep.Wait;
        if (age < terms.KeyHolds)
            return maySend ? UncertainStep.Repeat : UncertainStep.Wait;
        return terms.LogLags is null ? UncertainStep.GiveUp : UncertainStep.Ask;
    }

    /// <summary>
    /// As <see cref="Next"/>, of an attempt that went to another provider than the one that is set. That one knows
    /// neither its key nor its tag: repeating could send the mail twice, and asking would only ever answer no.
    /// </summary>
    /// <param name="held">Since the last attempt, or since the other provider is set, whichever is shorter.</param>
    public static UncertainStep NextElsewhere(TimeSpan held) =>
        held < SetBackWithin ? UncertainStep.Wait : UncertainStep.GiveUp;

    /// <summary>True when a mail that the event log does not know was certainly not taken.</summary>
    public static bool SilenceProves(ProviderTerms terms, TimeSpan sinceLast)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return sinceLast >= terms.LogLags;
    }
}
