namespace MailDispatcher.Core.Journal;

/// <content>Mail that its app withdraws by its id.</content>
public abstract partial record JournalEvent
{
    /// <summary>
    /// An app asked, of any instance, that this mail be withdrawn. It is by whoever leads, once that is possible: when
    /// it is read, when the provider turns out not to have it, when a person sends it back from the parked queue.
    /// </summary>
    public sealed partial record WithdrawalAsked : OfMail
    {
        /// <summary>Of the wish; what it withdraws names it.</summary>
        public required Guid By { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }
}
