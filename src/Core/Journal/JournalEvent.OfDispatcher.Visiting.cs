namespace MailDispatcher.Core.Journal;

/// <content>How readers are led to the kind of an event of the dispatcher.</content>
public abstract partial record JournalEvent
{
    public abstract partial record OfDispatcher
    {
        /// <summary>Has a reader read it as the kind that it is.</summary>
        public abstract TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        );
    }

    public sealed partial record Started
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record CreditsRead
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record RunEnded
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record ProviderFault
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record TemplateFault
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record Operated
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    public sealed partial record DayEnded
    {
        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }
}
