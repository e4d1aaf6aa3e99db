using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>The row of an event of the dispatcher.</summary>
internal sealed class EventReader : IDispatcherEventVisitor<ValueTuple, EventRow>
{
    public static readonly EventReader Instance = new();

    public EventRow Visit(JournalEvent.Started entry, ValueTuple context) =>
        new(entry.At, EventKind.Start, HealthLevel.Good, "started", $"on {entry.Instance}, version {entry.Version}");

    public EventRow Visit(JournalEvent.RunEnded entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Run,
            entry.Result is RunEnding.Done or RunEnding.Interrupted or RunEnding.Retries
                ? HealthLevel.Good
                : HealthLevel.Notice,
            entry.Run == RunKind.Tick ? "run" : $"{EventWords.NameOf(entry.Run)} run",
            $"{entry.Sent} attempted, {entry.Waiting} wait{EventWords.Result(entry.Result)}"
        );

    public EventRow Visit(JournalEvent.CreditsRead entry, ValueTuple context) =>
        entry switch
        {
            { Remaining: null } => new(
                entry.At,
                EventKind.Credits,
                HealthLevel.Good,
                "credits",
                "the provider tells no limit"
            ),
            { Expected: { } expected } when entry.Remaining != expected => new(
                entry.At,
                EventKind.Credits,
                entry.Remaining < expected ? HealthLevel.Notice : HealthLevel.Good,
                "credits",
                $"{entry.Remaining} left where {expected} were expected"
            ),
            _ => new(entry.At, EventKind.Credits, HealthLevel.Good, "credits", $"{entry.Remaining} left"),
        };

    public EventRow Visit(JournalEvent.ProviderFault entry, ValueTuple context) =>
        entry.Open
            ? new(entry.At, EventKind.Provider, HealthLevel.Bad, "provider", $"refuses the account: {entry.Reason}")
            : new(entry.At, EventKind.Provider, HealthLevel.Good, "provider", entry.Reason);

    public EventRow Visit(JournalEvent.TemplateFault entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Template,
            entry.Open ? HealthLevel.Bad : HealthLevel.Good,
            "template",
            $"{MailTemplate.NameOf(entry.Template)} {(entry.Open ? $"rests: {entry.Reason}" : "is sent again")}"
        );

    public EventRow Visit(JournalEvent.DayEnded entry, ValueTuple context)
    {
        var day = entry.Day.ToString("d MMMM", CultureInfo.InvariantCulture);
        var enough = entry.SufficientCredits is { } credits
            ? $"; {TimeFormat.Count(credits, "credit")} a day would have been enough"
            : "";
        return new(
            entry.At,
            EventKind.Day,
            entry.Missed == 0 ? HealthLevel.Good : HealthLevel.Notice,
            "day ended",
            $"{day}: {entry.Sent} sent, {entry.Missed} missed{enough}"
        );
    }

    public EventRow Visit(JournalEvent.AddressesSuppressed entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Address,
            HealthLevel.Good,
            "suppressed",
            $"no mail goes to {entry.Entries.Count} address(es)"
        );

    public EventRow Visit(JournalEvent.AddressReleased entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Address,
            HealthLevel.Good,
            "address released",
            $"by {entry.By}: mail to it goes again",
            entry.By
        );

    public EventRow Visit(JournalEvent.PersonForgotten entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Action,
            HealthLevel.Notice,
            "person forgotten",
            $"by {entry.By}: {TimeFormat.Count(entry.WithdrawnCount, "waiting mail")} withdrawn, "
                + $"{TimeFormat.Count(entry.DiscardedCount, "parked mail")} discarded, "
                + $"{entry.InFlightCount} may be sent already",
            entry.By
        );

    public EventRow Visit(JournalEvent.DiscardAnnounced entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Parked,
            HealthLevel.Notice,
            "discard announced",
            $"{TimeFormat.Count(entry.Count, "parked mail")} will be discarded after "
                + $"{entry.DiscardAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
        );

    public EventRow Visit(JournalEvent.EventLogRead entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Provider,
            HealthLevel.Good,
            "event log",
            $"{TimeFormat.Count(entry.Missing, "event")} of the provider read that were not heard of before"
        );

    public EventRow Visit(JournalEvent.Operated entry, ValueTuple context) =>
        new(
            entry.At,
            EventKind.Action,
            entry.What is OperatorAction.Pause or OperatorAction.WrongToken ? HealthLevel.Notice : HealthLevel.Good,
            entry.Action,
            $"by {entry.By}",
            entry.By
        );
}
