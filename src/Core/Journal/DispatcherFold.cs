using MailDispatcher.Core.Operations;

namespace MailDispatcher.Core.Journal;

/// <summary>What an event makes of the dispatcher's state. Pure.</summary>
internal sealed class DispatcherFold : IDispatcherEventVisitor<DispatcherState, DispatcherState>
{
    public DispatcherState Visit(JournalEvent.Started entry, DispatcherState context) => context;

    /// <summary>The credits are counted apart.</summary>
    public DispatcherState Visit(JournalEvent.CreditsRead entry, DispatcherState context) => context;

    public DispatcherState Visit(JournalEvent.RunEnded entry, DispatcherState context) =>
        context with
        {
            Ended = context.Ended.SetItem(entry.Run, entry.At),
            Completed = entry.IsComplete ? context.Completed.SetItem(entry.Run, entry.At) : context.Completed,
            CarriedOut = entry.IsCarriedOut ? context.CarriedOut.SetItem(entry.Run, entry.At) : context.CarriedOut,
        };

    public DispatcherState Visit(JournalEvent.ProviderFault entry, DispatcherState context) =>
        context with
        {
            ProviderFault = entry.Open ? entry.Reason : null,
            FaultIsOnReading = entry is { Open: true, OnReading: true },
        };

    public DispatcherState Visit(JournalEvent.TemplateFault entry, DispatcherState context) =>
        context with
        {
            RestingTemplates = entry.Open
                ? context.RestingTemplates.SetItem(
                    entry.Template,
                    TemplateRest.Of(entry, context.RestingTemplates.GetValueOrDefault(entry.Template))
                )
                : context.RestingTemplates.Remove(entry.Template),
        };

    public DispatcherState Visit(JournalEvent.Operated entry, DispatcherState context) =>
        entry.What switch
        {
            OperatorAction.Pause => context with { PausedBy = entry.By },
            OperatorAction.Resume => context with { PausedBy = null },
            _ => context,
        };

    public DispatcherState Visit(JournalEvent.DayEnded entry, DispatcherState context) =>
        context.DaysReported >= entry.Day ? context : context with { DaysReported = entry.Day };

    /// <summary>The addresses have a list of their own.</summary>
    public DispatcherState Visit(JournalEvent.AddressesSuppressed entry, DispatcherState context) => context;

    public DispatcherState Visit(JournalEvent.AddressReleased entry, DispatcherState context) => context;

    public DispatcherState Visit(JournalEvent.EventLogRead entry, DispatcherState context) =>
        context.EventsCompleteUntil >= entry.Until ? context : context with { EventsCompleteUntil = entry.Until };

    /// <summary>The forgotten have a list of their own.</summary>
    public DispatcherState Visit(JournalEvent.PersonForgotten entry, DispatcherState context) => context;

    // Of those whose time has come the latest speaks of all that the others did.
    public DispatcherState Visit(JournalEvent.DiscardAnnounced entry, DispatcherState context)
    {
        var past = context.DiscardWarnings.Count(warning => warning.DiscardAt <= entry.At);
        return context with
        {
            DiscardWarnings = context
                .DiscardWarnings.RemoveRange(0, Math.Max(0, past - 1))
                .Add(new DiscardWarning(entry.CountedUntil, entry.DiscardAt)),
        };
    }
}
