using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <summary>Where the dispatcher stood at one moment. Never changes.</summary>
public sealed record DispatchView
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The mails in hand.</summary>
    public required IReadOnlyList<PendingRow> Waiting { get; init; }

    /// <summary>Messages in the queue that are not in hand, at the last count.</summary>
    public required int Ready { get; init; }

    public required CreditStanding Credits { get; init; }

    /// <summary>Credits that a new day brings.</summary>
    public required int CreditsADay { get; init; }

    /// <summary>What is left in every window of the allowance; empty when none is set.</summary>
    public required IReadOnlyList<WindowCredits> Windows { get; init; }

    /// <summary>Mails with an attempt whose outcome nobody knows, those with the provider right now left out.</summary>
    public required IReadOnlyList<MailState> Uncertain { get; init; }

    /// <summary>All attempts without an outcome, those with the provider right now included.</summary>
    public required int Open { get; init; }

    /// <summary>The last events that an operator looks for, newest first.</summary>
    public required IReadOnlyList<JournalEvent.OfDispatcher> Events { get; init; }

    public required DayCounts Today { get; init; }

    public required RecentSends LastDay { get; init; }

    /// <summary>Who paused dispatching; null when it is not paused.</summary>
    public required string? PausedBy { get; init; }

    /// <summary>The account's fault while it lasts; null when there is none.</summary>
    public required string? ProviderFault { get; init; }

    /// <summary>The templates that can't be sent.</summary>
    public required IReadOnlyList<TemplateRest> RestingTemplates { get; init; }

    /// <summary>Until when the provider's event log is known in full; null before the first reading.</summary>
    public DateTimeOffset? EventsCompleteUntil { get; init; }

    /// <summary>The mails that wait because their person has had as many as the ceiling allows.</summary>
    public IReadOnlyList<PersonHold> HeldPerPerson { get; init; } = [];

    /// <summary>The provider is left alone until then, because it failed; null when it is not.</summary>
    public required DateTimeOffset? ProviderRestsUntil { get; init; }

    /// <summary>The runs that ended: by kind, when the last one did.</summary>
    public required IReadOnlyDictionary<RunKind, DateTimeOffset> LastRuns { get; init; }

    /// <summary>Until when no run of a kind was missed, those whose rest is tried again included.</summary>
    public required IReadOnlyDictionary<RunKind, DateTimeOffset> CarriedOutUntil { get; init; }

    /// <summary>What past days brought.</summary>
    public required ArrivalHistory History { get; init; }

    /// <summary>The first event of the journal; null for an empty one.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Mails that the journal knows to wait and no queue holds; null while it was not compared.</summary>
    public required IReadOnlySet<Guid>? Missing { get; init; }

    /// <summary>Messages in the parked queue, at the last count.</summary>
    public required int Parked { get; init; }

    /// <summary>Messages on their way to the parked queue that could not be stored there yet.</summary>
    public required int NotParked { get; init; }

    /// <summary>All that waits.</summary>
    public int Count => Waiting.Count + Ready;

    /// <summary>Those in hand by their class at that time.</summary>
    public IReadOnlyDictionary<UrgencyClass, int> ByClass => _byClass ??= Classes();

    private IReadOnlyDictionary<UrgencyClass, int>? _byClass;

    private Dictionary<UrgencyClass, int> Classes()
    {
        var counts = Waiting.CountBy(row => UrgencyClasses.Of(row.Deadline, At)).ToDictionary();
        return Enum.GetValues<UrgencyClass>().ToDictionary(c => c, c => counts.GetValueOrDefault(c));
    }
}
