using System.Text.Json.Serialization;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Core.Journal;

/// <content>What concerns no single mail.</content>
public abstract partial record JournalEvent
{
    public sealed record CreditsRead : JournalEvent
    {
        /// <summary>Null for a plan without a limit.</summary>
        public int? Remaining { get; init; }

        /// <summary>True when unused credits are lost at the reset.</summary>
        public bool Daily { get; init; }

        /// <summary>What our own count had expected; null at the first reading of a day.</summary>
        public int? Expected { get; init; }
    }

    public sealed record RunEnded : JournalEvent
    {
        public required RunKind Run { get; init; }

        public required double Seconds { get; init; }

        public required int Waiting { get; init; }

        public required int Sent { get; init; }

        public required string Result { get; init; }

        /// <summary>
        /// False when the rest of the run was put off, or the process stopped: whoever starts next goes on with it.
        /// </summary>
        [JsonIgnore]
        public bool IsComplete => Result is "done" or "paused";
    }

    /// <summary>The account is at fault (<see cref="Open"/>), or works again.</summary>
    public sealed record ProviderFault : JournalEvent
    {
        public required bool Open { get; init; }

        public required string Reason { get; init; }

        /// <summary>
        /// True when already the reading of the credits was refused, so that a reading that succeeds ends it.
        /// </summary>
        public bool OnReading { get; init; }
    }

    /// <summary>A template can't be sent and rests (<see cref="Open"/>), or is sent again.</summary>
    public sealed record TemplateFault : JournalEvent
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
    public sealed record Operated : JournalEvent
    {
        public required string By { get; init; }

        public required string Action { get; init; }
    }

    /// <summary>A day of credits is over, and this is what became of it. Written once for each day.</summary>
    public sealed record DayEnded : JournalEvent
    {
        public required DateOnly Day { get; init; }

        public required int Sent { get; init; }

        public required int Missed { get; init; }

        /// <summary>Credits a day that would have been enough; null when nobody can say.</summary>
        public int? SufficientCredits { get; init; }
    }
}
