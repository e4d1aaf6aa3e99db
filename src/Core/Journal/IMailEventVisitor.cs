namespace MailDispatcher.Core.Journal;

/// <summary>
/// A reader of events about mails, with an answer for every kind: a new kind does not compile until each reader has
/// one.
/// </summary>
/// <typeparam name="TContext">What it needs beside the event.</typeparam>
/// <typeparam name="TResult">What it makes of an event.</typeparam>
public interface IMailEventVisitor<in TContext, out TResult>
{
    TResult Visit(JournalEvent.Requested entry, TContext context);

    TResult Visit(JournalEvent.Attempted entry, TContext context);

    TResult Visit(JournalEvent.Accepted entry, TContext context);

    TResult Visit(JournalEvent.Unanswered entry, TContext context);

    TResult Visit(JournalEvent.Deferred entry, TContext context);

    TResult Visit(JournalEvent.Expired entry, TContext context);

    TResult Visit(JournalEvent.Superseded entry, TContext context);

    TResult Visit(JournalEvent.Coalesced entry, TContext context);

    TResult Visit(JournalEvent.Cancelled entry, TContext context);

    TResult Visit(JournalEvent.Parked entry, TContext context);

    TResult Visit(JournalEvent.Released entry, TContext context);

    TResult Visit(JournalEvent.RetryRequested entry, TContext context);

    TResult Visit(JournalEvent.Discarded entry, TContext context);

    TResult Visit(JournalEvent.Duplicate entry, TContext context);

    TResult Visit(JournalEvent.Suppressed entry, TContext context);

    TResult Visit(JournalEvent.ProviderReported entry, TContext context);

    TResult Visit(JournalEvent.AtRisk entry, TContext context);

    TResult Visit(JournalEvent.WithdrawalAsked entry, TContext context);
}
