using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;

namespace MailDispatcher.Core.Health;

/// <summary>
/// All that is known of the dispatcher at one moment, as far as its health hangs on it. What is null is not known.
/// </summary>
public sealed record HealthReading
{
    public required DispatcherPhase Phase { get; init; }

    /// <summary>Why the broker can't be used; null while it can.</summary>
    public string? BrokerProblem { get; init; }

    /// <summary>Why the broker takes no messages (memory, disk); null while it does.</summary>
    public string? BrokerBlocked { get; init; }

    /// <summary>When the broker was lost; null when it was not, or nobody knows.</summary>
    public DateTimeOffset? BrokerLostAt { get; init; }

    /// <summary>As of when the queue and the journal are told; null before the first time.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>
    /// How long the loop has not moved although work is due; null while it moves or has nothing to do.
    /// </summary>
    public TimeSpan? LoopSilence { get; init; }

    public ProviderReading Provider { get; init; } = new();

    /// <summary>Mails with an attempt of which nobody knows what came.</summary>
    public int Uncertain { get; init; }

    public DateTimeOffset? UncertainSince { get; init; }

    /// <summary>Those of them that went to another provider than the one that is set.</summary>
    public int UncertainElsewhere { get; init; }

    /// <summary>When the provider last told the credits.</summary>
    public DateTimeOffset? CreditsReadAt { get; init; }

    /// <summary>Why the last question for them had no answer; null when it had.</summary>
    public string? CreditsProblem { get; init; }

    /// <summary>Unused credits are lost at the reset: then it makes sense to say whether today's suffice.</summary>
    public bool CreditsAreDaily { get; init; }

    public IReadOnlyList<UnusableTemplate> UnusableTemplates { get; init; } = [];

    /// <summary>Who paused dispatching; null when it runs.</summary>
    public string? PausedBy { get; init; }

    /// <summary>
    /// Mails that wait by the journal and are not in the pending queue; null when they were not compared.
    /// </summary>
    public int? MissingFromQueue { get; init; }

    /// <summary>What was sent in the last day, and how much of it got to nobody; null when nobody can tell.</summary>
    public RecentSends? LastDay { get; init; }

    public int Parked { get; init; }

    /// <summary>The soonest deadline of a parked mail that has not passed; null when none can be read.</summary>
    public DateTimeOffset? ParkedFirstDue { get; init; }

    /// <summary>All that waits.</summary>
    public int Waiting { get; init; }

    /// <summary>The soonest deadline of what waits; null when nothing does.</summary>
    public DateTimeOffset? FirstDue { get; init; }

    /// <summary>What the forecast says, on the assumption that everything works; null without one.</summary>
    public MissesAhead? Misses { get; init; }

    public ScheduleReading Schedule { get; init; } = new();
}
