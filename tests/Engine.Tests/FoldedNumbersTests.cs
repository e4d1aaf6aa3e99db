using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Suppression;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>Sums and edges of what is folded, which one event alone does not show.</summary>
public sealed class FoldedNumbersTests
{
    [Fact]
    public void Day_IsTheSumOfItsHours()
    {
        var memory = Memory();
        for (var n = 0; n < 2; n++)
        {
            memory.Apply(Expired(IdOf(1)) with { At = Now.AddHours(n) });
            memory.Apply(Parked() with { At = Now.AddHours(n) });
            memory.Apply(Deferred(Now.AddDays(1)) with { At = Now.AddHours(n) });
            var superseded = new JournalEvent.Superseded
            {
                At = Now.AddHours(n),
                Mail = IdOf(2),
                By = IdOf(1),
            };
            var coalesced = new JournalEvent.Coalesced
            {
                At = Now.AddHours(n),
                Mail = IdOf(3),
                With = IdOf(1),
            };
            memory.Apply(superseded);
            memory.Apply(coalesced);
        }

        var day = memory.Days.Of(new DateOnly(2026, 11, 21));
        Assert.Equal((2, 2, 2, 2, 2), (day.Expired, day.Parked, day.Deferred, day.Superseded, day.Coalesced));
        Assert.Equal(10, memory.Applied);
    }

    [Fact]
    public void Credits_OfOneMailGivenBack_LeaveThoseOfTheOtherSpent()
    {
        Assert.Equal(9, Memory(Credits(10), Attempted(IdOf(1)), Attempted(), Deferred(Now.AddDays(1))).Credits.Left);
        Assert.False(Memory().Credits.Daily);
    }

    [Fact]
    public void Arrivals_AreThoseOfRequestsThatAskForAMail()
    {
        Assert.Equal(1, Memory(Asked(Mail)).HistoryBefore(Now.AddDays(1)).Days);
        Assert.Equal(0, Memory(Asked(Mail) with { Cancel = true }).HistoryBefore(Now.AddDays(1)).Days);
    }

    [Fact]
    public void Attempt_ThatTellsWhatWasAsked_TellsTheArrivalToo()
    {
        var state = Memory(Attempted() with { Asked = Asked(Mail) with { Arrived = Now.AddHours(-2) } }).Find(Mail)!;
        Assert.Equal((Now.AddHours(-2), true, 1), (state.Arrived, state.ArrivalIsKnown, state.Attempts));
    }

    [Fact]
    public void Attempt_AtTheInstantItself_CountsAsSince() => Assert.Equal(1, Memory(Attempted()).AttemptedSince(Now));

    [Fact]
    public void Person_OfTheLatestEventThatNamesOne_IsTheMails()
    {
        var memory = Memory(Asked(Mail) with { Person = "ana" }, Asked(Mail) with { Person = "bea" });
        Assert.Equal("bea", memory.Find(Mail)!.Person);
        memory.Apply(Expired(Mail) with { Person = "eva" });
        Assert.Equal("eva", memory.Find(Mail)!.Person);
        var suppressed = new JournalEvent.Suppressed
        {
            At = Now,
            Mail = Mail,
            Cause = SuppressionCause.Blocked,
            Deadline = Now,
            Template = 7,
        };
        memory.Apply(suppressed);
        Assert.Equal("eva", memory.Find(Mail)!.Person);
        memory.Apply(suppressed with { Person = "ida" });
        Assert.Equal("ida", memory.Find(Mail)!.Person);
    }

    [Fact]
    public void Storm_UnderTwoKeysOfOnePerson_IsCountedTogether()
    {
        var memory = Memory(Attempted() with { Person = "ana" }, Attempted(IdOf(1)) with { Person = "ana-old" });
        Assert.Equal(2, memory.People.WithinTheHour(["ana", "ana-old"], 7, Now));
    }

    private static JournalEvent.Expired Expired(Guid mail) =>
        new()
        {
            At = Now,
            Mail = mail,
            Deadline = Now,
            Template = 7,
        };
}
