using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>When a mail goes that the plans keep, seen on Monday at nine.</summary>
public sealed class SendTimesTests
{
    [Theory]
    [InlineData(20, 19.5)]
    [InlineData(24, 23.5)]
    [InlineData(9.2, 9)] // its last call is over: now
    public void DueToday_GoesAtItsLastCall(double deadline, double at) =>
        Assert.Equal(At(at), Times([Mail(1, At(deadline))], out var mails).Of(mails[0]));

    [Theory]
    [InlineData(24, 55)]
    [InlineData(23.95, 55)]
    [InlineData(23.5, 29)]
    public void DueToday_WithAShortLastCall_GoesAtTheSweepIfThatIsSooner(double deadline, double minute) =>
        Assert.Equal(
            At(23).AddMinutes(minute),
            Times([Mail(1, At(deadline))], out var mails, lastCall: TimeSpan.FromMinutes(1)).Of(mails[0])
        );

    [Fact]
    public void CanWait_GoesWhenTheReserveHasFallen_OneAfterTheOther()
    {
        var times = Times(Mails(3, At(40)), out var mails); // 1.5 x 50 / 25 = 3 credits an hour are kept; 30 are left

        Assert.Equal([At(14), At(14).AddMinutes(20), At(14).AddMinutes(40)], mails.Select(times.Of));
    }

    [Fact]
    public void CanWait_BehindWhatIsDueToday_GoesLater()
    {
        var times = Times([.. Mails(6, At(20), from: 10), Mail(1, At(40))], out var mails);

        Assert.Equal(At(16), times.Of(mails[^1]));
    }

    [Fact]
    public void CanWait_TodayIsFull_GoesTomorrow()
    {
        var times = Times([.. Mails(30, At(20), from: 10), Mail(1, At(60))], out var mails);

        Assert.Equal(At(24 + 24 - 50 / 3.0), times.Of(mails[^1]), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void PutOff_GoesNoSoonerThanItMay() =>
        Assert.Equal(At(15), Times([Mail(1, At(40), notBefore: At(15))], out var mails).Of(mails[0]));

    [Fact]
    public void NoCreditsTomorrow_NothingIsKeptInReserve()
    {
        var times = Times(
            [.. Mails(40, At(20), from: 10), Mail(1, At(40), value: 9, notBefore: At(10))],
            out var mails,
            aDay: 0
        );

        Assert.Equal(At(10), times.Of(mails[^1]));
    }

    [Fact]
    public void NoReserve_WhatTodayHasNoCreditFor_GoesAsTheNextDayBegins()
    {
        var times = Times(Mails(32, At(60)), out var mails, reserve: 0);

        Assert.Equal([At(9), At(24), At(24)], mails.Skip(29).Select(times.Of));
    }

    [Fact]
    public void Now_IsNow()
    {
        var mail = Mail(1, At(20));

        Assert.Equal(At(9), Times([mail], out _, now: [mail]).Of(mail));
    }

    private static SendTimes Times(
        IReadOnlyList<WaitingMail> waiting,
        out IReadOnlyList<WaitingMail> mails,
        int aDay = 50,
        TimeSpan? lastCall = null,
        double reserve = 1.5,
        HashSet<WaitingMail>? now = null
    )
    {
        mails = waiting;
        var settings = new DeadlineSettings
        {
            LastCall = lastCall ?? new DeadlineSettings().LastCall,
            Reserve = reserve,
        };
        var credits = new Credits(Today: 30, aDay, settings.TailDays);
        return new SendTimes(
            PlanSet.Of(Situation(At(9), waiting, 30, aDay), credits, Utc, settings),
            credits,
            Utc,
            settings,
            now ?? [],
            new HashSet<WaitingMail>(waiting, ReferenceEqualityComparer.Instance)
        );
    }
}
