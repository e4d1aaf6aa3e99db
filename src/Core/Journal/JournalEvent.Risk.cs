namespace MailDispatcher.Core.Journal;

/// <content>What is foreseen of a mail that waits.</content>
public abstract partial record JournalEvent
{
    /// <summary>
    /// The forecast began to say that a waiting mail will likely miss its deadline, or it says so no longer: one event
    /// for each change, not for each forecast.
    /// </summary>
    public sealed partial record AtRisk : OfMail
    {
        /// <summary>The warning is taken back.</summary>
        public bool IsOver { get; init; }

        /// <summary>Why, in the forecast's words; null when it is over.</summary>
        public string? Reason { get; init; }

        /// <summary>When it will be sent; null while it is at risk.</summary>
        public DateTimeOffset? Expected { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }
}
