namespace MailDispatcher.Core.Journal;

/// <content>Parked mail that is given up.</content>
public abstract partial record JournalEvent
{
    /// <summary>
    /// A person gave a parked mail up, or its time in the parked queue was over: settled unsent.
    /// </summary>
    public sealed partial record Discarded : OfMail
    {
        public required string By { get; init; }

        /// <summary>The mail as which it goes on, mended; null when it does not.</summary>
        public Guid? MendedAs { get; init; }

        /// <summary>The journal may have lost its request's event by now.</summary>
        public RequestOrigin? Origin { get; init; }
    }

    /// <summary>
    /// Parked mail will be discarded because it has been kept for long enough. Written before, so that it can be looked
    /// through.
    /// </summary>
    public sealed partial record DiscardAnnounced : OfDispatcher
    {
        /// <summary>All whose time began to count until then.</summary>
        public required DateTimeOffset CountedUntil { get; init; }

        public required DateTimeOffset DiscardAt { get; init; }

        /// <summary>How many no earlier warning spoke of.</summary>
        public required int Count { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }
}
