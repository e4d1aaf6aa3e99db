using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

public sealed class ProjectionTests
{
    [Fact]
    public void Mail_AttemptedAndNotAnswered_IsUncertainSinceItsFirstOpenAttempt()
    {
        var memory = Memory(
            Attempted(),
            new JournalEvent.Unanswered
            {
                At = Now.AddSeconds(20),
                Mail = Mail,
                Reason = "no answer",
            },
            Attempted(at: Now.AddMinutes(2))
        );
        var state = memory.Find(Mail)!;
        Assert.True(state.IsUncertain);
        Assert.Equal((Now, Now.AddMinutes(2), 2), (state.OpenSince, state.AttemptedAt, state.Attempts));
        Assert.Equal("no answer", state.LastReason);
        Assert.Equal([state], memory.Uncertain());
    }

    [Fact]
    public void Mail_Accepted_IsSettledAndUncertainNoMore()
    {
        var state = Memory(Attempted(), Accepted()).Find(Mail)!;
        Assert.Equal(Settlement.Sent, state.Settled);
        Assert.False(state.IsUncertain);
    }

    [Fact]
    public void Mail_DeferredWithoutATime_CostsNoAttempt()
    {
        var state = Memory(Attempted(), Deferred(freshKey: true)).Find(Mail)!;
        Assert.Equal(0, state.Attempts);
        Assert.False(state.IsUncertain);
    }

    [Fact]
    public void Mail_DeferredUntilATime_HasUsedAnAttemptAndKeepsItsKey()
    {
        var state = Memory(Attempted(), Deferred(Now.AddMinutes(1))).Find(Mail)!;
        Assert.Equal((1, Now.AddMinutes(1), Mail), (state.Attempts, state.NotBefore, state.IdempotencyKey));
    }

    [Fact]
    public void Key_AfterACertainAnswerUnderIt_IsAFreshOneAndTheSameForEveryReader()
    {
        JournalEvent[] entries = [Attempted(), Deferred(freshKey: true)];
        var key = Memory(entries).Find(Mail)!.IdempotencyKey;
        Assert.NotEqual(Mail, key);
        Assert.Equal(key, Memory(entries).Find(Mail)!.IdempotencyKey);
    }

    [Fact]
    public void MailsAlong_WithAnAttemptNotTaken_StandAlone()
    {
        var other = Guid.NewGuid();
        var memory = Memory(Asked(other), Attempted() with { Along = [other] });
        Assert.True(memory.Find(other) is { IsInFlight: true, IsUncertain: false });
        memory.Apply(Deferred());
        Assert.False(memory.Find(other)!.IsInFlight);
        memory.Apply(Attempted());
        Assert.False(memory.Find(other)!.IsInFlight);
    }

    [Fact]
    public void MailsAlong_WithAnAttemptTaken_AreSettledByAFactOfTheirOwn()
    {
        var other = Guid.NewGuid();
        var memory = Memory(Asked(other), Attempted() with { Along = [other] }, Accepted());
        Assert.Equal((null, Mail), (memory.Find(other)!.Settled, memory.Find(other)!.GoesWith));
        memory.Apply(
            new JournalEvent.Coalesced
            {
                At = Now,
                Mail = other,
                With = Mail,
            }
        );
        Assert.Equal(Settlement.Coalesced, memory.Find(other)!.Settled);
        Assert.Equal(
            (1, 1),
            (memory.Days.Of(new DateOnly(2026, 11, 21)).Sent, memory.Days.Of(new DateOnly(2026, 11, 21)).Coalesced)
        );
    }

    [Fact]
    public void Release_OfAnEarlierParking_ReleasesNothing()
    {
        var memory = Memory(Parked(1), Released(1), Parked(2), Released(1));
        Assert.Equal(Settlement.Parked, memory.Find(Mail)!.Settled);
        memory.Apply(Released(2));
        Assert.Null(memory.Find(Mail)!.Settled);
    }

    [Fact]
    public void Mail_SentAfterItsRelease_IsNeitherParkedNorReleasedAgain()
    {
        var memory = Memory(Parked(1), Released(1), Attempted(), Accepted(), Released(1));
        Assert.Equal(Settlement.Sent, memory.Find(Mail)!.Settled);
    }

    [Fact]
    public void SettledMails_BeyondTheBound_AreForgottenOldestFirst()
    {
        var memory = Memory();
        for (var n = 0; n <= Projection.MaxSettled; n++)
            memory.Apply(Accepted(IdOf(n)));
        Assert.Null(memory.Find(IdOf(0)));
        Assert.NotNull(memory.Find(IdOf(1)));
        Assert.NotNull(memory.Find(IdOf(Projection.MaxSettled)));
    }

    [Theory]
    [InlineData(RunEnding.Done, 30)]
    [InlineData(RunEnding.Paused, 30)]
    [InlineData(RunEnding.Provider, 10)]
    [InlineData(RunEnding.Interrupted, 10)]
    [InlineData(RunEnding.CreditsUnknown, 10)]
    [InlineData(RunEnding.Retries, 10)]
    [InlineData(RunEnding.Continued, 10)]
    public void Run_CutShort_IsNotDone(RunEnding result, int doneUntilMinute)
    {
        var memory = Memory(
            Ran(RunKind.Hourly, Now.AddMinutes(10), RunEnding.Done),
            Ran(RunKind.Hourly, Now.AddMinutes(30), result)
        );
        Assert.Equal(Now.AddMinutes(doneUntilMinute), memory.DoneUntil(RunKind.Hourly));
        Assert.Equal(Now.AddMinutes(30), memory.Dispatcher.Ended[RunKind.Hourly]);
    }

    [Fact]
    public void Runs_OfAJournalWithoutOne_AreMissedSinceItsFirstFact()
    {
        Assert.Null(Memory().DoneUntil(RunKind.EndOfDay));
        var memory = Memory(Attempted(at: Now.AddHours(1)), Attempted(at: Now));
        Assert.Equal(Now, memory.DoneUntil(RunKind.EndOfDay));
        Assert.DoesNotContain(RunKind.EndOfDay, memory.Dispatcher.Ended);
    }

    [Fact]
    public void Attempts_SinceAnInstant_CountEachMailOnce()
    {
        var memory = Memory(
            Attempted(),
            Attempted(at: Now.AddMinutes(5)),
            Attempted(IdOf(1), Now.AddMinutes(6)),
            Attempted(IdOf(2), Now.AddMinutes(-1))
        );
        Assert.Equal(2, memory.AttemptedSince(Now));
    }

    [Fact]
    public void ProviderFault_Closed_IsGone()
    {
        var memory = Memory(
            new JournalEvent.ProviderFault
            {
                At = Now,
                Open = true,
                Reason = "unauthorized",
            }
        );
        Assert.Equal("unauthorized", memory.Dispatcher.ProviderFault);
        memory.Apply(
            new JournalEvent.ProviderFault
            {
                At = Now,
                Open = false,
                Reason = "works",
            }
        );
        Assert.Null(memory.Dispatcher.ProviderFault);
    }
}
