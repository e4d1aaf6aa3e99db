using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Core.Journal;

/// <content>What became of a mail beyond the provider, and what that spares the next one.</content>
public abstract partial record JournalEvent
{
    /// <summary>
    /// The provider told what came of a mail that it took. It may be told twice, late and in any order; a mail's state
    /// is made of which kinds were told.
    /// </summary>
    public sealed partial record ProviderReported : OfMail
    {
        public required ProviderEventKind Report { get; init; }

        /// <summary>When it happened, by the provider's clock.</summary>
        public required DateTimeOffset HappenedAt { get; init; }

        public required ReportSource Source { get; init; }

        /// <summary>In the provider's words, without addresses.</summary>
        public string? Reason { get; init; }

        /// <summary>
        /// A keyed hash of the address, the recipient's or a copy's; null without a key, or for what concerns none.
        /// </summary>
        public string? Address { get; init; }

        /// <summary>
        /// Whether it tells of a copy (cc, bcc), which bears the mail's tag as well. It says nothing of the mail.
        /// </summary>
        /// <param name="credits">What the mail cost, one for each recipient.</param>
        /// <param name="person">The recipient's keyed hash; null where nobody knows it: then it is the mail's.</param>
        public bool IsOfCopy(int credits, string? person) =>
            credits > 1 && Address is not null && person is not null && Address != person;

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    /// <summary>Its address can't be reached: settled unsent, without a credit.</summary>
    public sealed partial record Suppressed : OfMail
    {
        public required SuppressionCause Cause { get; init; }

        public required DateTimeOffset Deadline { get; init; }

        public required int Template { get; init; }

        /// <summary>How many credits it would have cost, one for each recipient; null for one.</summary>
        public int? Credits { get; init; }

        /// <summary>Of one that was suppressed when it was first seen; else its request's event has it.</summary>
        public RequestOrigin? Origin { get; init; }

        /// <inheritdoc cref="Requested.Person"/>
        public string? Person { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IMailEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    /// <summary>Addresses are held back from now on, or still are.</summary>
    public sealed partial record AddressesSuppressed : OfDispatcher
    {
        public required IReadOnlyList<SuppressionEntry> Entries { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    /// <summary>Mail to an address goes out again.</summary>
    public sealed partial record AddressReleased : OfDispatcher
    {
        /// <summary>Its keyed hash.</summary>
        public required string Address { get; init; }

        public required string By { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }

    /// <summary>The provider's event log was read: until then all that it knew is in the journal.</summary>
    public sealed partial record EventLogRead : OfDispatcher
    {
        public required DateTimeOffset From { get; init; }

        public required DateTimeOffset Until { get; init; }

        /// <summary>Events that we had not heard of.</summary>
        public required int Missing { get; init; }

        /// <inheritdoc/>
        public override TResult Accept<TContext, TResult>(
            IDispatcherEventVisitor<TContext, TResult> visitor,
            TContext context
        ) => NotNull(visitor).Visit(this, context);
    }
}
