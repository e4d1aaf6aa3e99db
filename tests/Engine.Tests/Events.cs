using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine.Tests;

/// <summary>Events about one mail, and a memory to fold them into.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 0, 0, TimeSpan.Zero);
    public static readonly Guid Mail = Guid.Parse("6f1c0a52-3d0e-4f6b-9a55-1d2f3a4b5c6d");

    public static Guid IdOf(int number) => new(number, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);

    public static Projection Memory(params IEnumerable<JournalEvent> entries)
    {
        var memory = new Projection(
            TimeZoneInfo.FindSystemTimeZoneById("America/Recife"),
            new ValueTable(),
            countsSends: true
        );
        foreach (var entry in entries)
            memory.Apply(entry);
        return memory;
    }

    public static JournalEvent.Attempted Attempted(Guid? mail = null, DateTimeOffset? at = null) =>
        new JournalEvent.Attempted
        {
            At = at ?? Now,
            Mail = mail ?? Mail,
            Key = mail ?? Mail,
            Urgency = 199,
            Template = 7,
        };

    public static JournalEvent.Requested Asked(Guid mail) =>
        new JournalEvent.Requested
        {
            At = Now,
            Mail = mail,
            Arrived = Now,
            Deadline = Now.AddDays(3),
            Template = 7,
        };

    public static JournalEvent.Accepted Accepted(Guid? mail = null) =>
        new JournalEvent.Accepted
        {
            At = Now,
            Mail = mail ?? Mail,
            Evidence = Evidence.Answer,
        };

    public static JournalEvent.Deferred Deferred(DateTimeOffset? until = null, bool freshKey = false) =>
        new JournalEvent.Deferred
        {
            At = Now,
            Mail = Mail,
            Reason = "test",
            Until = until,
            FreshKey = freshKey,
        };

    public static JournalEvent.RetryRequested Retried(int number) =>
        new JournalEvent.RetryRequested
        {
            At = Now,
            Mail = Mail,
            By = "test",
            Number = number,
        };

    public static JournalEvent.Parked Parked(int number = 1) =>
        new JournalEvent.Parked
        {
            At = Now,
            Mail = Mail,
            Cause = "test",
            Reason = "test",
            Number = number,
        };

    public static JournalEvent Released(int number) =>
        new JournalEvent.Released
        {
            At = Now,
            Mail = Mail,
            Number = number,
        };

    public static JournalEvent Credits(int? remaining, int? expected = null, DateTimeOffset? at = null) =>
        new JournalEvent.CreditsRead
        {
            At = at ?? Now,
            Remaining = remaining,
            Daily = true,
            Expected = expected,
        };

    public static JournalEvent Ran(RunKind kind, DateTimeOffset at, RunEnding result) =>
        new JournalEvent.RunEnded
        {
            At = at,
            Run = kind,
            Seconds = 1,
            Waiting = 0,
            Sent = 1,
            Result = result,
        };
}
