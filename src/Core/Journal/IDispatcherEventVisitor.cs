namespace MailDispatcher.Core.Journal;

/// <summary>
/// A reader of events about no single mail, with an answer for every kind: a new kind does not compile until each
/// reader has one.
/// </summary>
/// <typeparam name="TContext">What it needs beside the event.</typeparam>
/// <typeparam name="TResult">What it makes of an event.</typeparam>
public interface IDispatcherEventVisitor<in TContext, out TResult>
{
    TResult Visit(JournalEvent.Started entry, TContext context);

    TResult Visit(JournalEvent.CreditsRead entry, TContext context);

    TResult Visit(JournalEvent.RunEnded entry, TContext context);

    TResult Visit(JournalEvent.ProviderFault entry, TContext context);

    TResult Visit(JournalEvent.TemplateFault entry, TContext context);

    TResult Visit(JournalEvent.Operated entry, TContext context);

    TResult Visit(JournalEvent.DayEnded entry, TContext context);

    TResult Visit(JournalEvent.AddressesSuppressed entry, TContext context);

    TResult Visit(JournalEvent.AddressReleased entry, TContext context);

    TResult Visit(JournalEvent.EventLogRead entry, TContext context);

    TResult Visit(JournalEvent.PersonForgotten entry, TContext context);

    TResult Visit(JournalEvent.DiscardAnnounced entry, TContext context);
}
