using System.Text.Json.Serialization;
using MailDispatcher.Core.Operations;

namespace MailDispatcher.Core.Journal;

/// <content>What concerns no single mail.</content>
public abstract partial record JournalEvent
{
    /// <summary>An event about no single mail.</summary>
    public abstract partial record OfDispatcher : JournalEvent;

    public sealed partial record CreditsRead : OfDispatcher
    {
        /// <summary>Null for a plan without a limit.</summary>
        public int? Remaining { get; init; }

        /// <summary>True when unused credits are lost at the reset.</summary>
        public bool Daily { get; init; }

        /// <summary>What our own count had expected; null at the first reading of a day.</summary>
        public int? Expected { get; init; }
    }

    public sealed partial record RunEnded : OfDispatcher
    {
        public required RunKind Run { get; init; }

        public required double Seconds { get; init; }

        public required int Waiting { get; init; }

        public required int Sent { get; init; }

        public required RunEnding Result { get; init; }

        /// <summary>
        /// False when the rest of the run was put off, or the process stopped: whoever starts next goes on with it.
        /// </summary>
        [JsonIgnore]
        public bool IsComplete => Result is RunEnding.Done or RunEnding.Paused;

        /// <summary>As <see cref="IsComplete"/>, but mails to be tried again later may be left.</summary>
        [JsonIgnore]
        public bool IsCarriedOut => IsComplete || Result is RunEnding.Retries;
    }

    /// <summary>The account is at fault (<see cref="Open"/>), or works again.</summary>
    public sealed partial record ProviderFault : OfDispatcher
    {
        public required bool Open { get; init; }

        public required string Reason { get; init; }

        /// <summary>
        /// True when already the reading of the credits was refused, so that a reading that succeeds ends it.
        /// </summary>
        public bool OnReading { get; init; }
    }

    /// <summary>A template can't be sent and rests (<see cref="Open"/>), or is sent again.</summary>
    public sealed partial record TemplateFault : OfDispatcher
    {
        public required int Template { get; init; }

        public required bool Open { get; init; }

        public required string Reason { get; init; }

        /// <summary>Tries in a row that came to this.</summary>
        public int Failures { get; init; }

        /// <summary>When one of its mails tries next; null for one that is sent again.</summary>
        public DateTimeOffset? ProbeAt { get; init; }
    }

    /// <summary>A person acted: paused, resumed, asked for a run, sent parked mail back.</summary>
    public sealed partial record Operated : OfDispatcher
    {
        public required string By { get; init; }

        /// <summary>In words, as <see cref="OperatorActionWords"/> has them.</summary>
        public required string Action { get; init; }

        [JsonIgnore]
        public OperatorAction What => OperatorActionWords.Read(Action);

        /// <summary>The one mail of a retry as it was written before it had an event of its own; else null.</summary>
        [JsonIgnore]
        public Guid? RetriedMail =>
            Action is ['r', 'e', 't', 'r', 'y', ' ', .. var id] && Guid.TryParse(id, out var mail) ? mail : null;
    }

    /// <summary>A day of credits is over, and this is what became of it. Written once for each day.</summary>
    public sealed partial record DayEnded : OfDispatcher
    {
        public required DateOnly Day { get; init; }

        public required int Sent { get; init; }

        public required int Missed { get; init; }

        /// <summary>Credits a day that would have been enough; null when nobody can say.</summary>
        public int? SufficientCredits { get; init; }
    }
}
