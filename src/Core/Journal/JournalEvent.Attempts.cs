using System.Text.Json.Serialization;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Core.Journal;

/// <content>An attempt, and its good end.</content>
public abstract partial record JournalEvent
{
    /// <summary>The provider is about to be called. Written and confirmed before the call.</summary>
    public sealed partial record Attempted : OfMail
    {
        public required Guid Key { get; init; }

        public required int Urgency { get; init; }

        public required int Template { get; init; }

        /// <summary>The recipient's keyed hash, where a ceiling per person counts it; else null.</summary>
        public string? Person { get; init; }

        /// <summary>Whom the mail goes to; left out for the first provider there was.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public ProviderKind Provider { get; init; }

        /// <summary>How many credits it costs, one for each recipient; null for one.</summary>
        public int? Credits { get; init; }

        /// <summary>Copies that go to nobody, because no mail goes to their addresses; null for none.</summary>
        public int? CopiesLeftOut { get; init; }

        /// <summary>The mails that go along with it, coalesced; null for none.</summary>
        public IReadOnlyList<Guid>? Along { get; init; }

        /// <summary>
        /// What a <see cref="Requested"/> event would tell, when the mail is attempted as soon as it is seen; else
        /// null.
        /// </summary>
        public Requested? Asked { get; init; }
    }

    /// <summary>The provider has the mail: settled as sent.</summary>
    public sealed partial record Accepted : OfMail
    {
        public string? MessageId { get; init; }

        public required Evidence Evidence { get; init; }

        /// <inheritdoc cref="Attempted.CopiesLeftOut"/>
        public int? CopiesLeftOut { get; init; }
    }
}
