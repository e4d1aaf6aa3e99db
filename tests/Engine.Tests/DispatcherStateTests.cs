using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>What the journal tells of the dispatcher itself, and of what each person got.</summary>
public sealed class DispatcherStateTests
{
    private static readonly CreditDay Utc = new(TimeZoneInfo.Utc);
    private static readonly DateOnly Day = new(2026, 11, 21);

    [Fact]
    public void Pause_LastsUntilSomebodyResumes()
    {
        var memory = Memory(Operated("pause"));
        Assert.Equal("test", memory.Dispatcher.PausedBy);
        memory.Apply(Operated("run-now"));
        Assert.Equal("test", memory.Dispatcher.PausedBy);
        memory.Apply(Operated("resume"));
        Assert.Null(memory.Dispatcher.PausedBy);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Fault_OnReading_IsOneThatIsOpen(bool open, bool onReading, bool expected)
    {
        var fault = new JournalEvent.ProviderFault
        {
            At = Now,
            Open = open,
            Reason = "unauthorized",
            OnReading = onReading,
        };
        Assert.Equal(expected, Memory(fault).Dispatcher.FaultIsOnReading);
    }

    [Fact]
    public void DaysReported_NeverGoBack()
    {
        var memory = Memory(Ended(Day), Ended(Day.AddDays(-1)));
        Assert.Equal(Day, memory.Dispatcher.DaysReported);
        memory.Apply(Ended(Day.AddDays(1)));
        Assert.Equal(Day.AddDays(1), memory.Dispatcher.DaysReported);
    }

    [Fact]
    public void Template_RestsSinceItsFirstRefusalUntilItIsSent()
    {
        var fault = new JournalEvent.TemplateFault
        {
            At = Now,
            Template = 7,
            Open = true,
            Reason = "inactive",
            Failures = 1,
            ProbeAt = Now.AddMinutes(1),
        };
        var later = fault with { At = Now.AddMinutes(1), Failures = 2, ProbeAt = null };
        var memory = Memory(fault, later);
        Assert.Equal(
            new TemplateRest(7, Now, "inactive", 2, Now.AddMinutes(1), Now.AddMinutes(1)),
            memory.Dispatcher.RestingTemplates[7]
        );
        Assert.Equal(Now.AddMinutes(1), Memory(fault).Dispatcher.RestingTemplates[7].ProbeAt);
        memory.Apply(fault with { Open = false });
        Assert.Empty(memory.Dispatcher.RestingTemplates);
    }

    [Theory]
    [InlineData(RunEnding.Done, true)]
    [InlineData(RunEnding.Paused, true)]
    [InlineData(RunEnding.Retries, true)]
    [InlineData(RunEnding.Provider, false)]
    public void Run_WithOnlyMailsToBeTriedLater_IsCarriedOut(RunEnding result, bool isCarriedOut)
    {
        var memory = Memory(Ran(RunKind.Hourly, Now, RunEnding.Done), Ran(RunKind.Hourly, Now.AddHours(1), result));
        Assert.Equal(Now.AddHours(isCarriedOut ? 1 : 0), memory.CarriedOutUntil(RunKind.Hourly));
        Assert.Equal(Now, memory.CarriedOutUntil(RunKind.EndOfDay));
    }

    [Fact]
    public void DiscardWarnings_OfWhichSeveralArePast_KeepTheLatestOfThose()
    {
        var memory = Memory(Warning(Now, 1), Warning(Now, 2), Warning(Now, 9));
        Assert.Equal(3, memory.Dispatcher.DiscardWarnings.Count);
        memory.Apply(Warning(Now.AddHours(2), 10));
        Assert.Equal(
            [Now.AddHours(2), Now.AddHours(9), Now.AddHours(10)],
            memory.Dispatcher.DiscardWarnings.Select(w => w.DiscardAt)
        );
    }

    [Fact]
    public void RetryOfBefore_ThatHadNoEventOfItsOwn_IsOfTheLatestParking()
    {
        var memory = Memory(Parked(1), Released(1), Parked(2), Operated($"retry {Mail}"));
        Assert.Equal(2, memory.Find(Mail)!.RetriedParking);
        memory.Apply(Operated($"retry {IdOf(1)}"));
        Assert.Null(memory.Find(IdOf(1)));
    }

    [Fact]
    public void Person_UnderACeiling_IsCountedOnceForEachMailThatWent()
    {
        var memory = Memory(To("ana", 1), Accepted(IdOf(1)), To("ana", 2), To("bea", 3), Attempted());
        Assert.Equal(1, Left(memory, "ana"));
        Assert.Equal(2, Left(memory, "bea"));
        Assert.Equal(3, Left(memory, "eva"));
        Assert.Equal([1, 2], LeftOf(memory, "ana", "bea"));
        memory.Apply(Deferred(Now.AddMinutes(1)) with { Mail = IdOf(2) });
        Assert.Equal(2, Left(memory, "ana"));
        // It was given back, and can't be once more.
        memory.Apply(Deferred(Now.AddMinutes(1)) with { Mail = IdOf(2) });
        Assert.Equal(2, Left(memory, "ana"));
    }

    [Fact]
    public void Person_GotAMail_AsOfItsAnswer()
    {
        var memory = Memory(To("ana", 1), Accepted(IdOf(1)) with { At = Now.AddHours(20) });
        Assert.Equal(3, Left(memory, "ana", Now.AddHours(5)));
        Assert.Equal(2, Left(memory, "ana", Now.AddHours(20).AddMinutes(1)));
    }

    [Fact]
    public void Storm_IsCountedByTemplateWithinTheHour()
    {
        var memory = Memory(
            To("ana", 1),
            To("ana", 2) with
            {
                Template = 8,
            },
            To("ana", 3) with
            {
                At = Now.AddMinutes(30),
            }
        );
        Assert.Equal(2, memory.People.WithinTheHour(["x", "ana"], 7, Now.AddMinutes(59)));
        Assert.Equal(1, memory.People.WithinTheHour(["ana"], 7, Now.AddMinutes(60)));
        Assert.Equal(0, memory.People.WithinTheHour(["ana"], 7, Now.AddMinutes(90)));
        Assert.Equal(0, memory.People.WithinTheHour(["bea"], 7, Now));
    }

    [Fact]
    public void People_WhoGotNothingForAMonth_AreForgotten_OthersAreNot()
    {
        const int Sweep = 4096;
        var memory = Memory(To("old", 1), To("young", 2) with { At = Now.AddDays(2) });
        for (var n = 3; n <= Sweep; n++)
            memory.Apply(To("many", n) with { At = Now.AddDays(33) });
        Assert.Equal(3, Left(memory, "old", Now.AddMinutes(1)));
        Assert.Equal(2, Left(memory, "young", Now.AddDays(2).AddMinutes(1)));
    }

    private static JournalEvent.Attempted To(string person, int mail) => Attempted(IdOf(mail)) with { Person = person };

    private static int Left(Projection memory, string person, DateTimeOffset? at = null) =>
        memory.People.LeftAt([person], Allowance.Parse("3/day")!, at ?? Now.AddMinutes(1), Utc).Single().Left;

    private static IEnumerable<int> LeftOf(Projection memory, params IReadOnlyList<string> keys) =>
        memory.People.LeftAt(keys, Allowance.Parse("3/day")!, Now.AddMinutes(1), Utc).Select(w => w.Left);

    private static JournalEvent.Operated Operated(string action) =>
        new()
        {
            At = Now,
            By = "test",
            Action = action,
        };

    private static JournalEvent.DayEnded Ended(DateOnly day) =>
        new()
        {
            At = Now,
            Day = day,
            Sent = 1,
            Missed = 0,
        };

    private static JournalEvent.DiscardAnnounced Warning(DateTimeOffset at, int hours) =>
        new()
        {
            At = at,
            CountedUntil = at,
            DiscardAt = Now.AddHours(hours),
            Count = 1,
        };
}
