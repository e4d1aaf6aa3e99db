using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>What the days tell of what became of mail.</summary>
public sealed class DailyCountsTests
{
    // 13:00 in UTC is 10:00 in Recife, where these days are counted.
    private const int Hour = 10;
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public void Day_OfOneMailOfEachEnd_CountsEachOnceAndAtItsHour()
    {
        var day = OfEachEnd();
        Assert.Equal((9, 1, 1, 1, 1, 1), (day.Asked, day.Sent, day.Expired, day.Superseded, day.Coalesced, day.Parked));
        Assert.Equal((1, 1, 1, 1, 1), (day.Cancelled, day.Released, day.Deferred, day.Unanswered, day.Duplicates));
        Assert.Equal((3, 1, 2), (day.CreditsSpent, day.Suppressed, day.CreditsSaved));
        Assert.Equal(6, day.SettledInAll);
        Assert.All(
            new[]
            {
                day.SentByHour,
                day.ExpiredByHour,
                day.SupersededByHour,
                day.CoalescedByHour,
                day.ParkedByHour,
                day.DeferredByHour,
            },
            hours => Assert.Equal((24, 1, 1), (hours.Length, hours.Sum(), hours[Hour]))
        );
        Assert.Equal([new(199, 1)], day.SentByUrgency);
    }

    [Fact]
    public void Day_HandedOut_NeverChanges()
    {
        var memory = Memory(Attempted(IdOf(1)), Accepted(IdOf(1)), Attempted(IdOf(2)));
        var before = memory.Days.Of(Today);
        memory.Apply(Accepted(IdOf(2)));
        Assert.Equal((1, 1, 1), (before.Sent, before.SentByHour[Hour], before.SentByUrgency[199]));
        var after = memory.Days.Of(Today);
        Assert.Equal((2, 2, 2), (after.Sent, after.SentByHour[Hour], after.SentByUrgency[199]));
    }

    [Fact]
    public void Day_BeginsAtMidnightOfItsZone()
    {
        var midnight = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        var memory = Memory(
            Attempted(IdOf(1), midnight.AddTicks(-1)),
            Accepted(IdOf(1)) with
            {
                At = midnight.AddTicks(-1),
            },
            Attempted(IdOf(2), midnight),
            Accepted(IdOf(2)) with
            {
                At = midnight,
            }
        );
        Assert.Equal(1, memory.Days.Of(Today).SentByHour[23]);
        Assert.Equal(1, memory.Days.Of(Today.AddDays(1)).SentByHour[0]);
    }

    [Fact]
    public void Day_OfWhichNothingIsKnown_IsAllZero()
    {
        var day = Memory(Attempted()).Days.Of(Today.AddDays(-1));
        Assert.Equal((Today.AddDays(-1), 0, 0, null), (day.Day, day.Asked, day.SettledInAll, day.CreditsLeft));
    }

    [Fact]
    public void CreditsLeft_AreOfTheDaysLastReadingLessWhatWasAttemptedSince()
    {
        var memory = Memory(Credits(10), Attempted());
        Assert.Equal(9, memory.Days.Of(Today).CreditsLeft);
        memory.Apply(Deferred(Now.AddMinutes(1)));
        Assert.Equal(10, memory.Days.Of(Today).CreditsLeft);
        // A reading of yesterday says nothing of what came at the reset.
        memory.Apply(Attempted(IdOf(1), Now.AddDays(1)));
        Assert.Null(memory.Days.Of(Today.AddDays(1)).CreditsLeft);
        Assert.Equal(10, memory.Days.Of(Today).CreditsLeft);
    }

    [Fact]
    public void CreditsRead_OfAPlanWithoutDays_AreNoDaysCredits()
    {
        var memory = Memory(
            new JournalEvent.CreditsRead
            {
                At = Now,
                Remaining = 5000,
                Daily = false,
            }
        );
        Assert.Null(memory.Days.Of(Today).MostCreditsRead);
        Assert.False(memory.Credits.Daily);
        memory.Apply(Credits(300));
        memory.Apply(Credits(20));
        Assert.Equal(300, memory.Days.Of(Today).MostCreditsRead);
        Assert.True(memory.Credits.Daily);
    }

    [Fact]
    public void BroughtForward_IsWhatWaitedWhenTheDayBegan()
    {
        var memory = Memory(Asked(IdOf(1)), Asked(IdOf(2)), Asked(IdOf(3)), Attempted(IdOf(1)), Accepted(IdOf(1)));
        memory.Apply(Attempted(IdOf(4), Now.AddDays(1)));
        Assert.Equal(0, memory.Days.BroughtForward(Today));
        Assert.Equal(2, memory.Days.BroughtForward(Today.AddDays(1)));
        Assert.Equal(3, memory.Days.BroughtForward(Today.AddDays(2)));
    }

    [Fact]
    public void BroughtForward_OfDaysThatAreKeptNoMore_IsNotLost()
    {
        var memory = Memory(Asked(IdOf(1)), Asked(IdOf(2)), Attempted(IdOf(1)), Accepted(IdOf(1)));
        for (var n = 1; n <= DailyCounts.Kept - 1; n++)
            memory.Apply(Attempted(IdOf(9), Now.AddDays(n)));
        Assert.Equal(2, memory.Days.Of(Today).Asked);
        memory.Apply(Attempted(IdOf(9), Now.AddDays(DailyCounts.Kept)));
        Assert.Equal(0, memory.Days.Of(Today).Asked);
        Assert.Equal(1, memory.Days.Of(Today.AddDays(1)).Asked);
        Assert.Equal(1, memory.Days.BroughtForward(Today.AddDays(1)));
        Assert.Equal(2, memory.Days.BroughtForward(Today.AddDays(DailyCounts.Kept)));
    }

    private static DayCounts OfEachEnd()
    {
        var memory = Memory(
            Attempted(IdOf(1)) with
            {
                Credits = 3,
            },
            Accepted(IdOf(1)),
            new JournalEvent.Expired
            {
                At = Now,
                Mail = IdOf(2),
                Deadline = Now,
                Template = 7,
            },
            new JournalEvent.Superseded
            {
                At = Now,
                Mail = IdOf(3),
                By = IdOf(1),
            },
            new JournalEvent.Coalesced
            {
                At = Now,
                Mail = IdOf(4),
                With = IdOf(1),
            },
            new JournalEvent.Cancelled { At = Now, Mail = IdOf(5) },
            Parked() with
            {
                Mail = IdOf(6),
            },
            new JournalEvent.Released
            {
                At = Now,
                Mail = IdOf(6),
                Number = 1,
            },
            new JournalEvent.Suppressed
            {
                At = Now,
                Mail = IdOf(7),
                Cause = SuppressionCause.Blocked,
                Deadline = Now,
                Template = 7,
                Credits = 2,
            },
            Attempted(IdOf(8)),
            new JournalEvent.Unanswered
            {
                At = Now,
                Mail = IdOf(8),
                Reason = "no answer",
            },
            Attempted(),
            Deferred(Now.AddMinutes(1)),
            new JournalEvent.Duplicate { At = Now, Mail = Mail }
        );
        return memory.Days.Of(Today);
    }
}
