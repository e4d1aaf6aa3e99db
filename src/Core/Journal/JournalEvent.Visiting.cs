namespace MailDispatcher.Core.Journal;

/// <content>
/// How readers are led to an event's kind. A new kind has no <c>Accept</c> and does not compile; once it has one, each
/// reader must say what the kind means to it.
/// </content>
public abstract partial record JournalEvent
{
    public abstract partial record OfMail
    {
        /// <summary>Has a reader read it as the kind that it is.</summary>
        public abstract TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        );
    }

    public sealed partial record Requested
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Attempted
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Accepted
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Unanswered
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Deferred
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Expired
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Superseded
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Coalesced
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Cancelled
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Parked
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Released
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record RetryRequested
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Discarded
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Duplicate
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    private static T NotNull<T>(T visitor)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor;
    }
}
