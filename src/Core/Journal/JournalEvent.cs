using System.Text.Json.Serialization;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// One thing that happened, as the journal keeps it: JSON with <c>kind</c> and <c>v</c>. A field may be added with a
/// default; any other change is a new kind, because an older dispatcher skips kinds that it does not know.
/// No event holds a name, an address or a body.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Requested), "asked")]
[JsonDerivedType(typeof(Attempted), "attempted")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Unanswered), "unanswered")]
[JsonDerivedType(typeof(Deferred), "deferred")]
[JsonDerivedType(typeof(Expired), "expired")]
[JsonDerivedType(typeof(Superseded), "superseded")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(Coalesced), "coalesced")]
[JsonDerivedType(typeof(Parked), "parked")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(RetryRequested), "retry_requested")]
[JsonDerivedType(typeof(Discarded), "discarded")]
[JsonDerivedType(typeof(Duplicate), "duplicate")]
[JsonDerivedType(typeof(Suppressed), "suppressed")]
[JsonDerivedType(typeof(ProviderReported), "provider_reported")]
[JsonDerivedType(typeof(AtRisk), "at_risk")]
[JsonDerivedType(typeof(WithdrawalAsked), "withdrawal_asked")]
[JsonDerivedType(typeof(CreditsRead), "credits_read")]
[JsonDerivedType(typeof(RunEnded), "run_ended")]
[JsonDerivedType(typeof(ProviderFault), "provider_fault")]
[JsonDerivedType(typeof(TemplateFault), "template_fault")]
[JsonDerivedType(typeof(Operated), "operated")]
[JsonDerivedType(typeof(DayEnded), "day_ended")]
[JsonDerivedType(typeof(AddressesSuppressed), "addresses_suppressed")]
[JsonDerivedType(typeof(AddressReleased), "address_released")]
[JsonDerivedType(typeof(EventLogRead), "event_log_read")]
[JsonDerivedType(typeof(PersonForgotten), "person_forgotten")]
[JsonDerivedType(typeof(DiscardAnnounced), "discard_announced")]
public abstract partial record JournalEvent
{
    private JournalEvent() { }

    [JsonPropertyOrder(-2)]
    public int V { get; init; } = 1;

    /// <summary>When it happened, by the dispatcher's clock.</summary>
    [JsonPropertyOrder(-1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>An event about one mail.</summary>
    public abstract partial record OfMail : JournalEvent
    {
        public required Guid Mail { get; init; }
    }

    /// <summary>A dispatcher took the lock. What an earlier owner wrote stands before it in the stream.</summary>
    public sealed partial record Started : OfDispatcher
    {
        public required string Instance { get; init; }

        public required string Version { get; init; }
    }

    /// <summary>A mail was seen in the pending queue for the first time.</summary>
    public sealed partial record Requested : OfMail
    {
        /// <summary>When it was published (AMQP timestamp, whole seconds), else when it was seen.</summary>
        public required DateTimeOffset Arrived { get; init; }

        public required DateTimeOffset Deadline { get; init; }

        public required int Template { get; init; }

        /// <summary>With <see cref="Recipient"/>: which requests replace each other; null takes no part.</summary>
        public string? Topic { get; init; }

        /// <summary>A key of the recipient, not the address; also of a cancel request without a topic.</summary>
        public string? Recipient { get; init; }

        /// <summary>The order within a topic, where the host app gives one.</summary>
        public long? Version { get; init; }

        /// <summary>The level that it waited at, for one without a time of publishing; else null.</summary>
        public int? Level { get; init; }

        /// <summary>With <see cref="Level"/>: when the queue was last seen empty before.</summary>
        public DateTimeOffset? EmptyAt { get; init; }

        /// <summary>True for a request that only withdraws.</summary>
        public bool Cancel { get; init; }

        /// <summary>
        /// What the request says, as a number: two requests under one id that differ in it are no copies.
        /// </summary>
        public long? Content { get; init; }

        /// <summary>How many credits it costs, one for each recipient; null for one.</summary>
        public int? Credits { get; init; }

        /// <summary>What its outcomes tell the app again; null for nothing.</summary>
        public RequestOrigin? Origin { get; init; }

        /// <summary>
        /// The recipient's keyed hash; null without a key, and in what was written before there was one.
        /// </summary>
        public string? Person { get; init; }
    }

    /// <summary>The call may have been accepted, and nobody knows.</summary>
    public sealed partial record Unanswered : OfMail
    {
        public required string Reason { get; init; }
    }

    /// <summary>The mail was certainly not taken and waits on.</summary>
    public sealed partial record Deferred : OfMail
    {
        public required string Reason { get; init; }

        /// <summary>
        /// Not before then; null when the fault was the account's or the quota's and any later run may try.
        /// </summary>
        public DateTimeOffset? Until { get; init; }

        /// <summary>
        /// True when the next attempt needs a fresh idempotency key, because the provider has answered under this one.
        /// </summary>
        public bool FreshKey { get; init; }
    }

    /// <summary>The deadline passed: settled unsent.</summary>
    public sealed partial record Expired : OfMail
    {
        public required DateTimeOffset Deadline { get; init; }

        public required int Template { get; init; }

        /// <summary>Of one that had expired when it was first seen; else its request's event has it.</summary>
        public RequestOrigin? Origin { get; init; }

        /// <inheritdoc cref="Requested.Person"/>
        public string? Person { get; init; }
    }

    /// <summary>A newer request about the same topic replaced it, or withdrew it: settled unsent.</summary>
    public sealed partial record Superseded : OfMail
    {
        public required Guid By { get; init; }

        public bool ByCancel { get; init; }

        /// <summary>Nobody could say which of the two is newer.</summary>
        public bool IsGuess { get; init; }
    }

    /// <summary>
    /// It went along with another mail to the same person, which was taken: settled without a credit of its own.
    /// </summary>
    public sealed partial record Coalesced : OfMail
    {
        public required Guid With { get; init; }
    }

    /// <summary>A cancel request has withdrawn what waited: settled, nothing was to be sent.</summary>
    public sealed partial record Cancelled : OfMail;

    /// <summary>Moved to the parked queue for a person.</summary>
    public sealed partial record Parked : OfMail
    {
        public required string Cause { get; init; }

        public required string Reason { get; init; }

        /// <summary>1 for the first time; a retry of an earlier parking does not release a later one.</summary>
        public required int Number { get; init; }

        /// <summary>Of one that was parked when it was first seen; else its request's event has it.</summary>
        public RequestOrigin? Origin { get; init; }

        /// <summary>The other mail that has the id it bears; null where that is not why.</summary>
        public Guid? Holder { get; init; }

        /// <summary>True: an attempt may have been taken, so what it cost counts as spent.</summary>
        public bool? MayBeSent { get; init; }
    }

    /// <summary>A person sent a parked mail back to the pending queue, and it was seen there.</summary>
    public sealed partial record Released : OfMail
    {
        public required int Number { get; init; }
    }

    /// <summary>
    /// A person asks to send a parked mail back to the pending queue; written before its copy is published there.
    /// </summary>
    public sealed partial record RetryRequested : OfMail
    {
        public required string By { get; init; }

        /// <summary>Which parking it is released from.</summary>
        public required int Number { get; init; }

        /// <summary>What it says now, where the person has mended it; null: what it said before.</summary>
        public Mending? Mended { get; init; }
    }

    /// <summary>A further copy of a settled or waiting mail was taken out of the pending queue.</summary>
    public sealed partial record Duplicate : OfMail;
}
