using MailDispatcher.Consumer.Journal;
using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Tests;

/// <summary>Facts about one mail, and a memory to fold them into.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 0, 0, TimeSpan.Zero);
    public static readonly Guid Mail = Guid.Parse("6f1c0a52-3d0e-4f6b-9a55-1d2f3a4b5c6d");

    public static JournalMemory Memory(params IEnumerable<Fact> facts)
    {
        var memory = new JournalMemory(TimeZoneInfo.FindSystemTimeZoneById("America/Recife"), new ValueTable());
        foreach (var fact in facts) memory.Apply(fact);
        return memory;
    }

    public static Fact.Attempted Attempted(Guid? mail = null, DateTimeOffset? at = null) =>
        new Fact.Attempted { At = at ?? Now, Mail = mail ?? Mail, Key = mail ?? Mail, Urgency = 199, Template = 7 };

    public static Fact Asked(Guid mail) => new Fact.Asked { At = Now, Mail = mail, Arrived = Now, Deadline = Now.AddDays(3), Template = 7 };

    public static Fact Accepted(Guid? mail = null) => new Fact.Accepted { At = Now, Mail = mail ?? Mail, Evidence = Evidence.Answer };

    public static Fact Deferred(DateTimeOffset? until = null, bool freshKey = false) =>
        new Fact.Deferred { At = Now, Mail = Mail, Reason = "test", Until = until, FreshKey = freshKey };

    public static Fact Parked(int number = 1) => new Fact.Parked { At = Now, Mail = Mail, Cause = "test", Reason = "test", Number = number };

    public static Fact Released(int number) => new Fact.Released { At = Now, Mail = Mail, Number = number };

    public static Fact Credits(int? remaining, int? expected = null, DateTimeOffset? at = null) =>
        new Fact.CreditsRead { At = at ?? Now, Remaining = remaining, Daily = true, Expected = expected };

    public static Fact Ran(RunKind kind, DateTimeOffset at, string result) =>
        new Fact.RunEnded { At = at, Run = kind, Seconds = 1, Waiting = 0, Sent = 1, Result = result };
}
