using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class AllowanceTests
{
    [Theory]
    [InlineData("300/day", "300/day")]
    [InlineData("100/hour  300/DAY, 3000/month", "100/hour 300/day 3000/month")]
    [InlineData("500/24h 20/30m 7000/7d", "500/24h 20/30m 7000/168h")]
    public void Parse_WindowsOfAnyKind_AreReadAndWrittenAlike(string text, string written)
    {
        Assert.Equal(written, Allowance.Parse(text).ToString());
        Assert.Equal(written, Allowance.Parse(written).ToString());
    }

    [Theory]
    [InlineData("", "give at least one window")]
    [InlineData("300", "a whole number of mails and a span")]
    [InlineData("-1/day", "a whole number of mails")]
    [InlineData("3.5/day", "a whole number of mails")]
    [InlineData("300/fortnight", "the span is hour, day, month")]
    [InlineData("300/0h", "a rolling span is of 1 minute to 31 days")]
    [InlineData("300/32d", "a rolling span is of 1 minute to 31 days")]
    [InlineData("300/day 200/day", "300/day and 200/day are for the same span")]
    public void Parse_WhatIsNoAllowance_SaysWhatToWrite(string text, string why)
    {
        var error = Assert.Throws<FormatException>(() => Allowance.Parse(text));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("say 100/hour 300/day 3000/month, or 500/24h.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ManyDueAtOneTime_LeaveAllThatTheHoursBeforeItCanSend()
    {
        var allowance = Allowance.Parse("5/hour 8/day");
        var policy = Deadline();
        var waiting = Mails(40, At(22.1)).ToList();
        List<DateTimeOffset> sent = [];
        for (var now = At(14); now < At(22.1); now = now.AddMinutes(5))
        {
            var decision = policy.Decide(
                Situation(now, waiting, 8 - sent.Count, aDay: 8) with
                {
                    Windows = allowance.LeftAt(now, Utc, sent),
                }
            );
            sent.AddRange(decision.Send.Select(_ => now));
            waiting.RemoveAll(decision.Send.Contains);
        }

        Assert.Equal(8, sent.Count);
    }

    [Fact]
    public void LeftAt_EveryWindow_CountsWhatItHolds()
    {
        DateTimeOffset[] sent = [At(9, day: -3), At(23, day: -1), At(9.5), At(10.2), At(10.4)];

        var left = Allowance.Parse("10/hour 20/day 30/month 40/24h").LeftAt(At(10.5), Utc, sent);

        // The Monday is the second of March: last Friday was in February.
        Assert.Equal([8, 17, 26, 36], left.Select(w => w.Left));
        Assert.Equal([At(11), At(24), At(0, day: 30), At(23)], left.Select(w => w.MoreAt));
        Assert.Equal(3, left[3].SentToday);
    }

    [Fact]
    public void LeftAt_TheProvidersReading_IsTheTruthForItsWindow() =>
        Assert.Equal(3, Allowance.Parse("300/day").LeftAt(At(9), Utc, [])[0].Reading(3).Left);

    [Fact]
    public void LeftAt_AnAttemptThatIsOpen_CountsInTheWindowOfNow()
    {
        var sent = new SentTimes([At(9.9)]);

        var left = Allowance.Parse("10/hour 20/day").LeftAt(At(10.1), Utc, sent, open: new SentTimes([At(9.9)]));

        Assert.Equal([9, 19], left.Select(w => w.Left));
    }

    [Theory]
    [InlineData(40, 300, 40, "300/day")]
    [InlineData(400, 300, 299, "300/day")]
    public void WithReading_OfTheDay_TakesTheSmallerNumber(int told, int aDay, int left, string day)
    {
        var windows = Allowance.Parse("300/day 9/24h").LeftAt(At(10), Utc, [At(9)]);

        var read = Allowance.WithReading(windows, new CreditsLeft.Today(told), aDay, At(24));

        Assert.Equal([(day, left), ("9/24h", 8)], read.Select(w => (w.Window.ToString(), w.Left)));
    }

    [Fact]
    public void WithReading_WithoutAWindowOfTheDay_AddsIt()
    {
        var windows = Allowance.Parse("9/hour").LeftAt(At(10), Utc, []);

        var read = Allowance.WithReading(windows, new CreditsLeft.Today(7), 300, At(24));

        Assert.Equal(("300/day", 7, At(24)), (read[1].Window.ToString(), read[1].Left, read[1].MoreAt!.Value));
        Assert.Same(windows, Allowance.WithReading(windows, new CreditsLeft.Unlimited(), 300, At(24)));
    }

    [Fact]
    public void Binding_OfSeveral_IsTheOneThatLetsFewestLeave()
    {
        var windows = Allowance.Parse("1/hour 1/day 5/month").LeftAt(At(10), Utc, [At(9.9), At(10)]);

        Assert.Equal("1/day", WindowCredits.Binding(windows)!.Window.ToString());
        Assert.Equal(At(24), WindowCredits.OpensAt(windows));
        Assert.Null(WindowCredits.OpensAt([]));
    }

    [Fact]
    public void SentTimes_TakenOutAndForgotten_CountNoMore()
    {
        var sent = new SentTimes();
        for (var n = 0; n < 3000; n++)
            sent.Add(At(3 - n / 1000.0));
        sent.Remove(At(3));
        sent.Remove(At(30));
        sent.Forget(At(2));

        Assert.Equal(
            1000,
            Allowance.Parse("5000/day").LeftAt(At(4), Utc, sent)[0] is { Left: var left } ? 5000 - left : 0
        );
    }

    [Theory]
    [InlineData("5/hour 300/day", 5)]
    [InlineData("300/day 7/month", 7)]
    [InlineData("300/day 9/24h", 9)]
    public void Decide_UnderSeveralWindows_SendsNoMoreThanTheLeast(string allowance, int goes)
    {
        var situation = Situation(At(9), Mails(40, At(20)), 300) with
        {
            Windows = Allowance.Parse(allowance).LeftAt(At(9), Utc, []),
        };

        Assert.Equal(goes, Deadline().Decide(situation).Send.Count);
        Assert.Equal(goes, new HourlyPolicy(12).Decide(situation with { Kind = RunKind.EndOfDay }).Send.Count);
    }

    [Fact]
    public void Decide_DayAloneAsAWindow_IsTheSameAsCreditsADay()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var waiting = Enumerable
                .Range(1, 60)
                .Select(n => Mail(n, At(10 + random.Next(200)), random.Next(1, 12)))
                .ToArray();
            var now = At(9 + random.NextDouble() * 14.99);
            var history = Past(days: 20, mails: random.Next(40), hour: 14, notice: 5, value: 6);
            var alone = Situation(now, waiting, 30, aDay: 40, history: history);
            var sent = Enumerable.Repeat(At(1), 10).ToArray();

            var decision = Deadline().Decide(alone with { Windows = Allowance.Parse("40/day").LeftAt(now, Utc, sent) });

            Assert.Equal(Deadline().Decide(alone).Send, decision.Send);
        }
    }

    [Fact]
    public void Decide_AMonthsCredits_AreKeptForItsDearerDays()
    {
        var history = Past(days: 28, mails: 10, hour: 14, notice: 3, value: 10);
        var windows = Allowance.Parse("300/day 320/month").LeftAt(At(9), Utc, []);
        var situation = Situation(At(9), Mails(100, At(20), value: 1), 300, history: history) with
        {
            Windows = windows,
        };

        // 29 further days bring ten mails of 10 each: 320 credits leave about twenty for mails of 1.
        Assert.InRange(Deadline().Decide(situation).Send.Count, 0, 40);
    }
}
