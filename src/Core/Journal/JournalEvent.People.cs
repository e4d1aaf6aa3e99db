namespace MailDispatcher.Core.Journal;

/// <content>What persons may ask for.</content>
public abstract partial record JournalEvent
{
    /// <summary>
    /// A person wants to be forgotten: no mail that was asked for until then goes to them any more. Also what was not
    /// in hand when it was written is withdrawn, as soon as it is seen.
    /// </summary>
    public sealed partial record PersonForgotten : OfDispatcher
    {
        /// <summary>Of the wish; what it withdraws names it.</summary>
        public required Guid Id { get; init; }

        /// <summary>All keyed hashes under which the person may stand.</summary>
        public required IReadOnlyList<string> Person { get; init; }

        public required string By { get; init; }

        /// <summary>Mails that waited and were withdrawn with it.</summary>
        public required int WithdrawnCount { get; init; }

        /// <summary>Parked mails that were discarded before it.</summary>
        public required int DiscardedCount { get; init; }

        /// <summary>Mails that the provider may have already: withdrawn if it has not.</summary>
        public int InFlightCount { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }
}
