using System.Collections.Immutable;

namespace MailDispatcher.Core.Journal;

/// <summary>What the journal tells of the dispatcher itself, folded. A value: whoever has one may keep it.</summary>
public sealed record DispatcherState
{
    /// <summary>When a run of a kind last ended, in full or not.</summary>
    public ImmutableDictionary<RunKind, DateTimeOffset> Ended { get; init; } =
        ImmutableDictionary<RunKind, DateTimeOffset>.Empty;

    /// <summary>When a run of a kind was last carried out in full.</summary>
    public ImmutableDictionary<RunKind, DateTimeOffset> Completed { get; init; } =
        ImmutableDictionary<RunKind, DateTimeOffset>.Empty;

    /// <summary>
    /// As <see cref="Completed"/>, but a run whose only rest is mails to be tried again later counts: the schedule
    /// works.
    /// </summary>
    public ImmutableDictionary<RunKind, DateTimeOffset> CarriedOut { get; init; } =
        ImmutableDictionary<RunKind, DateTimeOffset>.Empty;

    /// <summary>The templates that rest, by number.</summary>
    public ImmutableDictionary<int, TemplateRest> RestingTemplates { get; init; } =
        ImmutableDictionary<int, TemplateRest>.Empty;

    /// <summary>The account's fault while it lasts, in words; null when there is none.</summary>
    public string? ProviderFault { get; init; }

    /// <summary>True when the fault shows already in reading the credits.</summary>
    public bool FaultIsOnReading { get; init; }

    /// <summary>Who paused dispatching; null when it is not paused.</summary>
    public string? PausedBy { get; init; }

    /// <summary>The last day whose end was reported; null when none was.</summary>
    public DateOnly? DaysReported { get; init; }

    /// <summary>Warnings that parked mail will be discarded, in the order in which they were given.</summary>
    public ImmutableList<DiscardWarning> DiscardWarnings { get; init; } = [];

    /// <summary>
    /// Until when all that the provider's event log tells is known here; null when it was never read.
    /// </summary>
    public DateTimeOffset? EventsCompleteUntil { get; init; }
}
