using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>What an event makes of a mail, and of the credits and windows beside it.</summary>
public sealed class MailFoldTests
{
    private static readonly Allowance TenADay = Allowance.Parse("10/day")!;
    private static readonly CreditDay Utc = new(TimeZoneInfo.Utc);

    [Fact]
    public void Asked_TellsAllThatTheQueueWouldTell()
    {
        var state = Memory(Request() with { Credits = 3, Content = 77, Person = "ana" }).Find(Mail)!;
        Assert.Equal((Now.AddHours(-1), Now.AddDays(3), 7), (state.Arrived, state.Deadline, state.Template));
        Assert.Equal((3, 77L, "ana", true), (state.Credits, state.Content, state.Person, state.ArrivalIsKnown));
    }

    [Fact]
    public void Asked_AgainAfterItsAttempt_KeepsWhatTheAttemptCost()
    {
        var memory = Memory(Attempted() with { Credits = 3 }, Request());
        Assert.Equal(3, memory.Find(Mail)!.Credits);
        memory.Apply(Deferred(Now.AddMinutes(1)));
        memory.Apply(Request());
        Assert.Equal(1, memory.Find(Mail)!.Credits);
    }

    [Fact]
    public void Asked_UnderTheIdOfWhatCouldNotBeRead_IsAnotherMailAndWaits()
    {
        Assert.Null(Memory(Parked(), Request()).Find(Mail)!.Settled);
        Assert.Equal(Settlement.Parked, Memory(Request(), Parked(), Request()).Find(Mail)!.Settled);
        Assert.Equal(Settlement.Sent, Memory(Attempted(), Accepted(), Request()).Find(Mail)!.Settled);
    }

    [Theory]
    [InlineData(null, 9)]
    [InlineData(3, 7)]
    public void Attempt_SpendsACreditForEachRecipient(int? cost, int left)
    {
        var memory = Memory(Credits(10), Attempted() with { Credits = cost });
        Assert.Equal(left, memory.Credits.Left);
        Assert.Equal(left, Left(memory));
        memory.Apply(Deferred(Now.AddMinutes(1)));
        Assert.Equal((10, 10), (memory.Credits.Left!.Value, Left(memory)));
    }

    [Fact]
    public void Attempt_ThatIsRepeated_CostsWhatTheFirstDid()
    {
        var memory = Memory(Credits(10), Attempted() with { Credits = 3 }, Attempted());
        Assert.Equal((7, 7, 3), (memory.Credits.Left!.Value, Left(memory), memory.Find(Mail)!.Credits));
        memory.Apply(Accepted());
        Assert.Equal((7, 7), (memory.Credits.Left!.Value, Left(memory)));
    }

    [Fact]
    public void Attempt_SaysWhatItLeftOutAndHowUrgentItWas()
    {
        var state = Memory(Attempted() with { CopiesLeftOut = 2 }).Find(Mail)!;
        Assert.Equal((2, 199, 7), (state.CopiesLeftOut, state.Urgency, state.Template));
        Assert.Equal(0, Memory(Attempted()).Find(Mail)!.CopiesLeftOut);
    }

    [Fact]
    public void Parked_ThatMayHaveBeenSent_StaysSpentInEveryCount()
    {
        var memory = Memory(Credits(10), Attempted(), Parked() with { MayBeSent = true });
        Assert.Equal((9, 9), (memory.Credits.Left!.Value, Left(memory)));
        Assert.False(memory.Find(Mail)!.IsUncertain);
    }

    [Fact]
    public void Parked_ThatCertainlyWasNotSent_IsGivenBackInEveryCount()
    {
        var memory = Memory(Credits(10), Attempted(), Parked());
        Assert.Equal((10, 10), (memory.Credits.Left!.Value, Left(memory)));
    }

    [Fact]
    public void Parked_AfterItWasSent_StaysSent()
    {
        var state = Memory(Attempted(), Accepted(), Parked()).Find(Mail)!;
        Assert.Equal((Settlement.Sent, 0), (state.Settled, state.ParkedTimes));
    }

    [Fact]
    public void Released_BeginsAnewUnderAKeyOfItsOwn()
    {
        var memory = Memory(Attempted(), Deferred(Now.AddHours(1)), Parked(), Released(1));
        var state = memory.Find(Mail)!;
        Assert.Equal((null, 0, null), (state.Settled, state.Attempts, state.NotBefore));
        Assert.NotEqual(Mail, state.IdempotencyKey);
    }

    [Fact]
    public void Released_TwiceOrNeverParked_ChangesNothing()
    {
        var memory = Memory(Request(), Released(0));
        Assert.Equal(Mail, memory.Find(Mail)!.IdempotencyKey);
        memory.Apply(Parked());
        memory.Apply(Released(1));
        var key = memory.Find(Mail)!.IdempotencyKey;
        memory.Apply(Released(1));
        Assert.Equal(key, memory.Find(Mail)!.IdempotencyKey);
    }

    [Fact]
    public void Retry_OfAMendedMail_SaysWhatItSaysNow()
    {
        var mending = new Mending(["deadline"], Now.AddDays(9), 8, 99);
        var retry = Retried(1) with { Mended = mending };
        var known = Memory(Request(), Parked(), retry).Find(Mail)!;
        Assert.Equal(
            (1, Now.AddDays(9), 8, 99L),
            (known.RetriedParking, known.Deadline, known.Template, known.Content)
        );
        // What could not be read comes back as a mail that is seen for the first time.
        var unread = Memory(Parked(), retry).Find(Mail)!;
        Assert.Equal((1, 0, null), (unread.RetriedParking, unread.Template, unread.Content));
    }

    [Fact]
    public void Discarded_IsOnlyWhatIsParked()
    {
        var discarded = new JournalEvent.Discarded
        {
            At = Now,
            Mail = Mail,
            By = "test",
        };
        Assert.Equal(Settlement.Discarded, Memory(Request(), Parked(), discarded).Find(Mail)!.Settled);
        Assert.Null(Memory(Request(), discarded).Find(Mail)!.Settled);
        Assert.Equal(Settlement.Sent, Memory(Attempted(), Accepted(), discarded).Find(Mail)!.Settled);
    }

    [Fact]
    public void AtRisk_IsAMailThatWaits()
    {
        var warning = new JournalEvent.AtRisk { At = Now, Mail = Mail };
        var memory = Memory(Request(), warning);
        Assert.True(memory.Find(Mail)!.IsAtRisk);
        memory.Apply(warning with { IsOver = true });
        Assert.False(memory.Find(Mail)!.IsAtRisk);
        memory.Apply(warning);
        memory.Apply(Attempted());
        memory.Apply(Accepted());
        Assert.False(memory.Find(Mail)!.IsAtRisk);
        memory.Apply(warning);
        Assert.False(memory.Find(Mail)!.IsAtRisk);
    }

    [Fact]
    public void Settled_KnowsWhenAndIsForgottenAsUncertain()
    {
        var memory = Memory(Attempted(), Accepted() with { At = Now.AddMinutes(2) });
        var state = memory.Find(Mail)!;
        Assert.Equal((Now.AddMinutes(2), null, 0), (state.SettledAt, state.OpenSince, memory.UncertainCount));
    }

    [Fact]
    public void Along_OfAMailThatTookOthersBefore_AreOnlyTheLatest()
    {
        var memory = Memory(
            Asked(IdOf(1)),
            Asked(IdOf(2)),
            Attempted() with
            {
                Along = [IdOf(1), IdOf(2)],
            },
            Attempted() with
            {
                Along = [IdOf(2)],
            }
        );
        Assert.Equal(
            (null, Mail, true),
            (memory.Find(IdOf(1))!.GoesWith, memory.Find(IdOf(2))!.GoesWith, memory.Find(IdOf(2))!.IsInFlight)
        );
        Assert.Equal([IdOf(2)], memory.Find(Mail)!.Along);
    }

    [Fact]
    public void Along_ThatGoesWithAnotherByNow_StaysWithThat()
    {
        var memory = Memory(
            Asked(IdOf(1)),
            Attempted() with
            {
                Along = [IdOf(1)],
            },
            Attempted(IdOf(2)) with
            {
                Along = [IdOf(1)],
            },
            Deferred()
        );
        Assert.Equal(IdOf(2), memory.Find(IdOf(1))!.GoesWith);
    }

    [Fact]
    public void Attempts_LeaveTheirWindowAsOfTheirAnswer()
    {
        var memory = Memory(Attempted(), Accepted() with { At = Now.AddHours(12) });
        Assert.Equal(9, Left(memory, Now.AddHours(12.5), "10/1h"));
        Assert.Equal(10, Left(memory, Now.AddHours(13.5), "10/1h"));
    }

    [Fact]
    public void Person_OfARequest_IsKeptWhenLaterEventsNameNone()
    {
        var memory = Memory(Request() with { Person = "ana" }, Request());
        Assert.Equal("ana", memory.Find(Mail)!.Person);
        Assert.Equal([memory.Find(Mail)!], memory.OfPerson(["bea", "ana"]));
        Assert.Empty(memory.OfPerson(["bea"]));
        memory.Apply(
            new JournalEvent.Expired
            {
                At = Now,
                Mail = Mail,
                Deadline = Now.AddDays(-1),
                Template = 9,
            }
        );
        var expired = memory.Find(Mail)!;
        Assert.Equal(("ana", Now.AddDays(-1), 9), (expired.Person, expired.Deadline, expired.Template));
    }

    private static JournalEvent.Requested Request() => Asked(Mail) with { Arrived = Now.AddHours(-1) };

    private static int Left(Projection memory, DateTimeOffset? at = null, string? allowance = null) =>
        memory
            .Sends.LeftAt(allowance is null ? TenADay : Allowance.Parse(allowance)!, at ?? Now.AddMinutes(1), Utc)
            .Single()
            .Left;
}
