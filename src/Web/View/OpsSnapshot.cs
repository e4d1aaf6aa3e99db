using System.Text.Json.Serialization;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Web.View;

/// <summary>Everything that the page and the commands show, of one moment.</summary>
public sealed record OpsSnapshot
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What the account is called; empty for whoever runs one alone.</summary>
    public string Account { get; init; } = "";

    /// <summary>Name of the zone in which people read the times.</summary>
    public required string Zone { get; init; }

    public required string Version { get; init; }

    [JsonConverter(typeof(EnumNameConverter<DispatcherPhase>))]
    public required DispatcherPhase Phase { get; init; }

    [JsonConverter(typeof(EnumNameConverter<PolicyKind>))]
    public required PolicyKind Policy { get; init; }

    public required Headline Headline { get; init; }

    public required IReadOnlyList<HealthStatus> Health { get; init; }

    public required CreditsToday Credits { get; init; }

    /// <summary>When the pending queue was last looked into; null before.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>All that waits, also what does not fit into the window and is in none of the lists.</summary>
    public required int WaitingCount { get; init; }

    /// <summary>Of those that wait, the ones that the ceiling per person holds.</summary>
    public int HeldCount { get; init; }

    /// <summary>Of those, the ones of a storm: an app repeats itself.</summary>
    public int HeldInStorm { get; init; }

    /// <summary>Null without a forecast.</summary>
    public MissesAhead? Misses { get; init; }

    /// <summary>
    /// Soonest send first, then by deadline. Not in the JSON of the snapshot: it has an address of its own.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<WaitingRow> Waiting { get; init; } = [];

    /// <summary>The next ten sends.</summary>
    public IReadOnlyList<WaitingRow> NextSends { get; init; } = [];

    public required int ParkedCount { get; init; }

    /// <summary>Most urgent group first.</summary>
    public IReadOnlyList<ParkedGroup> Parked { get; init; } = [];

    public IReadOnlyList<UncertainRow> Uncertain { get; init; } = [];

    public required DayHours Today { get; init; }

    /// <summary>The last ones, newest first; <see cref="IOpsView.EventsAsync"/> knows more.</summary>
    public IReadOnlyList<EventRow> Events { get; init; } = [];

    /// <summary>Soonest first.</summary>
    public IReadOnlyList<NextRun> NextRuns { get; init; } = [];

    /// <summary>Until when it is known what became of the mails sent; null before the event log was read.</summary>
    public DateTimeOffset? EventsCompleteUntil { get; init; }

    /// <summary>
    /// Messages published in a way that can lose or mix up mail, by reason, since this process began.
    /// </summary>
    public IReadOnlyDictionary<string, long> UnsafePublishes { get; init; } = new Dictionary<string, long>();

    /// <summary>Who paused dispatching; null when it runs.</summary>
    public string? PausedBy { get; init; }
}
