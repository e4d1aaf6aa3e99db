using System.Text;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;
using MailDispatcher.InMemory;
using NSubstitute;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

public sealed class DispatchLoopTests
{
    [Fact]
    public async Task Mails_WithoutALimit_LeaveSideBySideEachOnce()
    {
        await using var engine = new EngineUnderTest();
        engine.Publish(Request(IdOf(1), Start.AddDays(1)));
        engine.Lead();
        await engine.RestAsync();
        engine.Provider.Together = 8;
        for (var n = 2; n <= 500; n++)
            engine.Publish(Request(IdOf(n), Start.AddDays(1)));
        await engine.RestAsync();

        Assert.Equal(500, engine.Provider.Taken.Select(t => t.Mail).Distinct().Count());
        Assert.Equal(500, engine.Provider.Taken.Count);
        Assert.InRange(engine.Provider.MostAtOnce, 8, 64);
        Assert.Equal(0, engine.Broker.Ready);
        Assert.Equal(500, engine.Fold().Mails.Count(m => m.Settled is Settlement.Sent));
        engine.Metrics.Received(500).Sent(Arg.Any<UrgencyClass>(), Arg.Any<TimeSpan>());
    }

    [Fact]
    public async Task Credits_Ten_AreNeverExceededSideBySide()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 10;
        for (var n = 1; n <= 200; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(2)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(10, engine.Provider.Taken.Count);
        engine
            .Metrics.DidNotReceive()
            .Attempted(
                Arg.Any<int>(),
                Arg.Any<int>(),
                Arg.Any<UrgencyClass>(),
                SendOutcomeKind.OutOfCredits,
                Arg.Any<TimeSpan>()
            );
    }

    [Fact]
    public async Task EndOfDayRun_AtMidnight_LeavesTheNewDaysCreditsAlone()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false);
        engine.Provider.Credits = 300;
        for (var n = 1; n <= 50; n++)
            engine.Publish(Request(IdOf(n), Start.AddDays(3)));
        engine.Lead();
        await engine.RestAsync();
        var midnight = Start.Date.AddDays(1);
        engine.Time.SetUtcNow(midnight.AddSeconds(1));
        engine.Due.Post(new RunRequest(RunKind.EndOfDay, midnight.AddMinutes(-55), midnight));
        await engine.RestAsync();
        Assert.Empty(engine.Provider.Taken);
    }

    [Fact]
    public async Task HourlyRun_WithADozenAllowed_TakesTheDozenMostUrgent()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false);
        engine.Provider.Credits = 300;
        for (var n = 1; n <= 40; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(50 - n)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Empty(engine.Provider.Taken);
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddHours(1)));
        await engine.RestAsync();
        Assert.Equal(Enumerable.Range(29, 12).Select(IdOf), engine.Provider.Taken.Select(t => t.Mail).Order());
    }

    [Fact]
    public async Task End_ThatLiesAheadByAWrongClock_IsNotBelieved()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false);
        engine.Provider.Credits = 300;
        var session = new InMemorySession(engine.Broker);
        await session.AppendAsync([
            new JournalEvent.RunEnded
            {
                At = Start.AddDays(400),
                Run = RunKind.Hourly,
                Seconds = 1,
                Waiting = 0,
                Sent = 0,
                Result = RunEnding.Done,
            },
        ]);
        session.End();
        engine.Publish(Request(IdOf(1), Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddHours(1)));
        await engine.RestAsync();
        Assert.Single(engine.Provider.Taken);
    }

    [Fact]
    public async Task ParkedQueue_ThatCantBeHad_StopsNoOtherMail()
    {
        await using var engine = new EngineUnderTest();
        engine.Broker.Publish(Encoding.UTF8.GetBytes("no mail"));
        engine.Publish(Request(IdOf(1), Start.AddHours(2)));
        engine.Lead();
        engine.Session.CannotPark = true;
        engine.Broker.Publish(Encoding.UTF8.GetBytes("no mail either"));
        engine.Publish(Request(IdOf(2), Start.AddHours(2)));
        var deadline = TimeProvider.System.GetTimestamp();
        while (
            engine.Provider.Taken.Count < 2 && TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20)
        )
        {
            engine.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, engine.Provider.Taken.Count);
    }

    [Fact]
    public async Task CancelRequest_ThatComesAfterItsMailWasParked_KeepsTheRetryFromSending()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 0;
        var mail = Request(IdOf(1), Start.AddHours(5), topic: "mentoring-1");
        engine.Publish(mail, published: Start.AddMinutes(-2));
        engine.Lead();
        await engine.RestAsync();
        Assert.Null(
            await engine.Loop.RecordAsync(
                [
                    new JournalEvent.Parked
                    {
                        At = Start,
                        Mail = IdOf(1),
                        Cause = "test",
                        Reason = "test",
                        Number = 1,
                    },
                ],
                _ => null
            )
        );
        await engine.StopAsync();
        engine.Broker.Take();

        engine.Lead();
        engine.Publish(Request(IdOf(2), Start, topic: "mentoring-1", cancel: true), published: Start.AddMinutes(-1));
        await engine.RestAsync();
        engine.Loop.Hear(
            new JournalEvent.RetryRequested
            {
                At = Start,
                Mail = IdOf(1),
                By = "test",
                Number = 1,
            }
        );
        engine.Broker.Publish(Contracts.MailRequestCodec.Encode(mail), 5, IdOf(1).ToString(), released: 1);
        engine.Provider.Credits = 300;
        await engine.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(engine.Provider.Taken);
        Assert.Equal(Settlement.Superseded, (await engine.Loop.ReadAsync(p => p.Find(IdOf(1))))?.Settled);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("America/Recife")]
    public async Task TimeWithoutAZone_IsReadInTheZoneThatIsSet_AndNeverGuessed(string? zone)
    {
        await using var engine = new EngineUnderTest(
            requestsZone: zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone)
        );
        engine.Provider.Credits = 0;
        engine.Broker.Publish(
            Encoding.UTF8.GetBytes(
                """{"recipient":{"name":"A","email":"a@example.com"},"template":50,"params":{"A":1},"deadline":"2026-11-26T10:00:00"}"""
            )
        );
        engine.Lead();
        await engine.RestAsync();
        if (zone is null)
            Assert.StartsWith("deadline:", Assert.Single(engine.Broker.Parked).Note.Reason, StringComparison.Ordinal);
        else
            Assert.Equal(
                new DateTimeOffset(2026, 11, 26, 13, 0, 0, TimeSpan.Zero),
                Assert.Single(engine.Loop.View!.Waiting).Deadline
            );
    }

    [Fact]
    public async Task SameId_WithOtherContent_IsParkedAndTheFirstIsSent()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 0;
        engine.Publish(Request(IdOf(1), Start.AddHours(5)));
        engine.Publish(Request(IdOf(1), Start.AddHours(5)));
        engine.Publish(Request(IdOf(1), Start.AddHours(9)));
        engine.Lead();
        await engine.RestAsync();
        Assert.Equal("conflict", Assert.Single(engine.Broker.Parked).Note.Cause);
        engine.Provider.Credits = 10;
        await engine.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal([IdOf(1)], engine.Provider.Taken.Select(t => t.Mail));
        Assert.Equal(0, engine.Broker.Ready);
    }

    [Fact]
    public async Task CancelForAPerson_WithdrawsAllThatIsInHandForThem()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 0;
        for (var n = 1; n <= 3; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5 + n)));
        engine.Lead();
        await engine.RestAsync();
        engine.Broker.Publish(
            Encoding.UTF8.GetBytes("""{"cancel": true, "recipient": {"name": "Ana", "email": "ANA@example.com"}}""")
        );
        await engine.RestAsync();
        Assert.Equal(3, engine.Fold().Mails.Count(m => m.Settled is Settlement.Superseded));
        Assert.Equal(0, engine.Broker.Ready);
        Assert.Empty(engine.Loop.View!.Waiting);
    }

    [Fact]
    public async Task Queue_Purged_IsSaidWithWhatIsMissing()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 0;
        for (var n = 1; n <= 4; n++)
            engine.Publish(Request(IdOf(n), Start.AddHours(5)));
        engine.Lead();
        await engine.RestAsync();
        await engine.StopAsync();
        engine.Broker.Take();
        engine.Broker.Take();

        engine.Lead();
        await engine.RestAsync();
        Assert.Equal(2, await engine.Loop.CompareNowAsync());
        await engine.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(
            new[] { IdOf(1), IdOf(2), IdOf(3), IdOf(4) }.Except(engine.Loop.View!.Waiting.Select(m => m.Id)),
            engine.Loop.View!.Missing!.Order()
        );

        await engine.PassAsync(TimeSpan.FromHours(6));
        Assert.Equal(0, await engine.Loop.CompareNowAsync());
        await engine.StopAsync();
        Assert.Equal(4, engine.Broker.Journal.OfType<JournalEvent.Expired>().Count());
    }

    [Fact]
    public async Task Pause_StopsSending_AndResumeGoesOn()
    {
        await using var engine = new EngineUnderTest();
        engine.Lead();
        await engine.RestAsync();
        await engine.Loop.RecordAsync(
            [
                new JournalEvent.Operated
                {
                    At = Start,
                    By = "Eva",
                    Action = "pause",
                },
            ],
            _ => null
        );
        engine.Publish(Request(IdOf(1), Start.AddHours(5)));
        await engine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(engine.Provider.Taken);
        await engine.Loop.RecordAsync(
            [
                new JournalEvent.Operated
                {
                    At = Start,
                    By = "Eva",
                    Action = "resume",
                },
            ],
            _ => null
        );
        await engine.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Single(engine.Provider.Taken);
    }

    [Fact]
    public async Task Choice_AmongMoreThanTheWindow_IsTheMostUrgentOfAll()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false, window: 20);
        engine.Provider.Credits = 300;
        for (var n = 1; n <= 400; n++)
            engine.Publish(Request(IdOf(n), Start.AddDays(20).AddHours(-n)), level: (byte)(n > 360 ? 1 : 9));
        engine.Lead();
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddDays(1)));
        var given = TimeProvider.System.GetTimestamp();
        while (engine.Provider.Taken.Count < 12 && TimeProvider.System.GetElapsedTime(given) < TimeSpan.FromSeconds(20))
            await engine.RestAsync();
        Assert.Equal(Enumerable.Range(389, 12).Select(IdOf), engine.Provider.Taken.Select(t => t.Mail).Order());
        Assert.Equal(388, engine.Loop.View!.Waiting.Count);

        await engine.StopAsync();
        engine.Lead();
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.EndOfDay, engine.Time.GetUtcNow(), Start.AddDays(1)));
        while (
            engine.Provider.Taken.Count < 300 && TimeProvider.System.GetElapsedTime(given) < TimeSpan.FromSeconds(40)
        )
            await engine.RestAsync();
        Assert.Equal(Enumerable.Range(101, 300).Select(IdOf), engine.Provider.Taken.Select(t => t.Mail).Order());
    }

    [Fact]
    public async Task Expired_IsNeverSent_AndIsNoted()
    {
        await using var engine = new EngineUnderTest();
        engine.Provider.Credits = 0;
        engine.Publish(Request(IdOf(1), Start.AddMinutes(30)));
        engine.Lead();
        await engine.RestAsync();
        await engine.PassAsync(TimeSpan.FromMinutes(31));
        engine.Provider.Credits = 10;
        await engine.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(engine.Provider.Taken);
        Assert.Equal(Settlement.Expired, engine.Fold().Find(IdOf(1))?.Settled);
        Assert.Equal(0, engine.Broker.Ready);
    }
}
