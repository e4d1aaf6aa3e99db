namespace MailDispatcher.Core.Provider;

/// <summary>What one attempt came to. Closed: a switch over it names every case.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>Which case it is, for what names it.</summary>
    public abstract SendOutcomeKind Kind { get; }

    /// <summary>The provider took the mail (201, 202).</summary>
    /// <param name="MessageId">The provider's id; null when it answered without one.</param>
    public sealed record Accepted(string? MessageId) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.Accepted;
    }

    /// <summary>The idempotency key had been used within its life: an earlier attempt had arrived.</summary>
    public sealed record AlreadyTaken : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.AlreadyTaken;
    }

    /// <summary>This mail will never be taken as it is (400, 404, 422): a person must look at it.</summary>
    public sealed record Refused(string Code, string Message) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.Refused;
    }

    /// <summary>
    /// The template is missing, switched off or broken (400, 404): every mail of it would be refused, other mails not.
    /// </summary>
    public sealed record TemplateFault(string Code, string Message) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.TemplateFault;
    }

    /// <summary>Too fast (429); nothing was taken. No mail before <paramref name="Until"/>.</summary>
    public sealed record Throttled(DateTimeOffset Until) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.Throttled;
    }

    /// <summary>
    /// The account, not the mail, is at fault (401, 403, an invalid sender): it would hit every mail.
    /// </summary>
    public sealed record AccountFault(string Code, string Message) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.AccountFault;
    }

    /// <summary>The account has no credit left (402); nothing was taken.</summary>
    public sealed record OutOfCredits(string Code) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.OutOfCredits;
    }

    /// <summary>Certainly not taken, for a reason that may pass: no connection, 503, the breaker is open.</summary>
    /// <param name="Until">While the breaker is open: no mail is tried before, this one or any other; else
    /// null.</param>
    /// <param name="IsOfRecipient">It concerns this recipient (greylisting, a full mailbox) and says nothing of other
    /// mail.</param>
    public sealed record NotTaken(string Reason, DateTimeOffset? Until = null, bool IsOfRecipient = false) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.NotTaken;
    }

    /// <summary>Perhaps taken: time-out, reset, 500, 502, 504, an answer that can't be read.</summary>
    public sealed record Uncertain(string Reason) : SendOutcome
    {
        /// <inheritdoc/>
        public override SendOutcomeKind Kind => SendOutcomeKind.Uncertain;
    }
}
