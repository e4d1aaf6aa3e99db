using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>The lists that are folded beside the mails: who withdrew what, what is newest, what an operator sees.</summary>
public sealed class JournalListsTests
{
    [Fact]
    public void Withdrawal_OfAMailThatWaits_StandsUntilItIsSettled()
    {
        var memory = Memory(Asked(Mail), Withdraw(Mail, IdOf(9)));
        Assert.Equal(IdOf(9), memory.WithdrawalsAsked.Find(Mail));
        Assert.Null(memory.WithdrawalsAsked.Find(IdOf(1)));
        memory.Apply(Parked());
        Assert.Equal(IdOf(9), memory.WithdrawalsAsked.Find(Mail));
        memory.Apply(new JournalEvent.Cancelled { At = Now, Mail = Mail });
        Assert.Empty(memory.WithdrawalsAsked.Open);
    }

    [Fact]
    public void Withdrawal_OfAMailThatIsSettled_IsNoWish()
    {
        Assert.Empty(Memory(Attempted(), Accepted(), Withdraw(Mail, IdOf(9))).WithdrawalsAsked.Open);
        Assert.Single(Memory(Parked(), Withdraw(Mail, IdOf(9))).WithdrawalsAsked.Open);
    }

    [Fact]
    public void Withdrawal_OfAMailThatWasNeverSeen_StandsAndMakesNoMail()
    {
        var memory = Memory(Withdraw(Mail, IdOf(9)));
        Assert.Equal(IdOf(9), memory.WithdrawalsAsked.Find(Mail));
        Assert.Empty(memory.Mails);
        Assert.Equal(0, memory.Days.Of(DateOnly.FromDateTime(Now.Date)).Asked);
    }

    [Fact]
    public void Forgotten_IsWhatWasAskedForUntilThen()
    {
        var withdrawn = Memory(Forgotten(Now, "ana", "ana-old")).Withdrawn;
        Assert.False(withdrawn.IsEmpty);
        Assert.Equal(IdOf(7), withdrawn.Find(["x", "ana-old"], Now)!.By);
        Assert.Null(withdrawn.Find(["ana"], Now.AddTicks(1)));
        Assert.Null(withdrawn.Find(["x"], Now));
        Assert.True(Memory(Attempted()).Withdrawn.IsEmpty);
    }

    [Fact]
    public void Forgotten_Twice_IsSinceTheLaterWish_InEitherOrder()
    {
        JournalEvent[] wishes = [Forgotten(Now, "ana"), Forgotten(Now.AddHours(1), "ana")];
        Assert.NotNull(Memory(wishes).Withdrawn.Find(["ana"], Now.AddHours(1)));
        Assert.NotNull(Memory(wishes.Reverse()).Withdrawn.Find(["ana"], Now.AddHours(1)));
        Assert.Equal(2, Memory(wishes).Withdrawn.Version);
    }

    [Fact]
    public void Cancel_WithoutATopic_WithdrawsWhatWasAskedForBefore()
    {
        var cancel = Asked(Mail) with { Cancel = true, Recipient = "ana" };
        var withdrawn = Memory(cancel).Withdrawn;
        Assert.Equal(Mail, withdrawn.Find(["ana"], Now.AddTicks(-1))!.By);
        Assert.Null(withdrawn.Find(["ana"], Now));
        Assert.True(Memory(cancel with { Cancel = false }).Withdrawn.IsEmpty);
        Assert.True(Memory(cancel with { Topic = "t" }).Withdrawn.IsEmpty);
        Assert.True(Memory(cancel with { Recipient = null }).Withdrawn.IsEmpty);
    }

    [Fact]
    public void Newest_OfATopic_IsTheNewestToThatRecipient_InEitherOrder()
    {
        var old = About(1, Now);
        var newer = About(2, Now.AddSeconds(1));
        Assert.Equal(IdOf(2), Memory(old, newer).Newest("t", "ana")!.Mail);
        Assert.Equal(IdOf(2), Memory(newer, old).Newest("t", "ana")!.Mail);
        Assert.Null(Memory(newer).Newest("t", "bea"));
        Assert.Null(Memory(newer).Newest("u", "ana"));
        Assert.Null(Memory(newer with { Recipient = null }).Newest("t", "ana"));
    }

    [Fact]
    public void Newest_OfMoreTopicsThanAreRemembered_ForgetsTheOneLongestUntouched()
    {
        const int Most = 100_000;
        var memory = Memory();
        for (var n = 0; n < Most; n++)
            memory.Apply(About(n, Now) with { Topic = $"t{n}" });
        memory.Apply(About(Most, Now.AddSeconds(1)) with { Topic = "t0" });
        memory.Apply(About(Most + 1, Now) with { Topic = "another" });
        Assert.Equal(IdOf(Most), memory.Newest("t0", "ana")!.Mail);
        Assert.Null(memory.Newest("t1", "ana"));
        Assert.NotNull(memory.Newest("t2", "ana"));
    }

    [Fact]
    public void RecentEvents_OfWhatComesAllDayLong_DriveOutNothingElse()
    {
        var memory = Memory(Operated("pause", Now.AddDays(-3)), Ran(RunKind.Hourly, Now.AddDays(-2), RunEnding.Done));
        for (var n = 0; n <= RecentEvents.KeptFrequent; n++)
            memory.Apply(
                n % 2 == 0 ? Credits(10, at: Now.AddSeconds(n)) : Ran(RunKind.Tick, Now.AddSeconds(n), RunEnding.Done)
            );
        var latest = memory.Events.Latest();
        Assert.Equal(RecentEvents.KeptFrequent + 2, latest.Count);
        Assert.Equal(Now.AddSeconds(RecentEvents.KeptFrequent), latest[0].At);
        Assert.Equal(Now.AddSeconds(1), latest[^3].At);
        Assert.Equal(latest.OrderByDescending(e => e.At), latest);
    }

    [Fact]
    public void RecentEvents_OfWhatPeopleDid_DriveOutOnlyTheirLike()
    {
        var memory = Memory(Ran(RunKind.Hourly, Now.AddDays(-2), RunEnding.Done));
        for (var n = 0; n <= RecentEvents.KeptActions; n++)
            memory.Apply(Operated("resume", Now.AddSeconds(n)));
        for (var n = 0; n < RecentEvents.Kept; n++)
            memory.Apply(Ran(RunKind.Hourly, Now.AddSeconds(n), RunEnding.Done));
        var latest = memory.Events.Latest();
        Assert.Equal(RecentEvents.KeptActions, latest.Count(e => e is JournalEvent.Operated));
        Assert.Equal(RecentEvents.Kept, latest.Count(e => e is JournalEvent.RunEnded));
        Assert.DoesNotContain(latest, e => e.At == Now.AddDays(-2));
        Assert.Same(latest, memory.Events.Latest());
        memory.Apply(Operated("pause", Now.AddDays(1)));
        Assert.Equal(Now.AddDays(1), memory.Events.Latest()[0].At);
    }

    [Fact]
    public void RecentEvents_AtOneInstant_AreInTheOrderInWhichTheyHappened()
    {
        var memory = Memory(Operated("pause", Now), Operated("resume", Now));
        Assert.Equal(["resume", "pause"], memory.Events.Latest().Cast<JournalEvent.Operated>().Select(e => e.Action));
    }

    [Fact]
    public void ReadingsOfTheEventLog_ThatFoundNothingNew_TellAPersonNothing()
    {
        var read = new JournalEvent.EventLogRead
        {
            At = Now,
            From = Now.AddHours(-1),
            Until = Now,
            Missing = 0,
        };
        Assert.Empty(Memory(read).Events.Latest());
        Assert.Single(Memory(read with { Missing = 1 }).Events.Latest());
        Assert.Equal(Now, Memory(read, read with { Until = Now.AddHours(-1) }).Dispatcher.EventsCompleteUntil);
        Assert.Equal(
            Now.AddHours(1),
            Memory(read, read with { Until = Now.AddHours(1) }).Dispatcher.EventsCompleteUntil
        );
    }

    private static JournalEvent.WithdrawalAsked Withdraw(Guid mail, Guid by) =>
        new()
        {
            At = Now,
            Mail = mail,
            By = by,
        };

    private static JournalEvent.PersonForgotten Forgotten(DateTimeOffset at, params IReadOnlyList<string> person) =>
        new()
        {
            At = at,
            Id = IdOf(7),
            Person = person,
            By = "test",
            WithdrawnCount = 0,
            DiscardedCount = 0,
        };

    private static JournalEvent.Requested About(int mail, DateTimeOffset arrived) =>
        Asked(IdOf(mail)) with
        {
            Topic = "t",
            Recipient = "ana",
            Arrived = arrived,
        };

    private static JournalEvent.Operated Operated(string action, DateTimeOffset at) =>
        new()
        {
            At = at,
            By = "test",
            Action = action,
        };
}
