using MailDispatcher.Core.Journal;
using MailDispatcher.InMemory;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>
/// Schedules drawn from a seed: 64 sends at once, a provider that fails, appends that are lost or stored without a
/// confirm, restarts in the middle, cancels, more mails than a small hand can hold. However it goes, no mail is lost, none is sent twice, none beyond the
/// credits.
/// </summary>
public sealed class LoopStressTests
{
    private const int Mails = 60;

    [Theory]
    [InlineData(1, null, 20_000)]
    [InlineData(1001, 25, 20_000)]
    [InlineData(2001, 25, 10)]
    [InlineData(3001, 300, 10)]
    public async Task Schedules_DrawnAtRandom_LoseNothingAndSendNothingTwice(int firstSeed, int? credits, int window)
    {
        for (var seed = firstSeed; seed < firstSeed + 40; seed++)
        {
            try
            {
                await PlayAsync(seed, credits, window);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The schedule of seed {seed} broke a promise: {e.Message}", e);
            }
        }
    }

    private static async Task PlayAsync(int seed, int? credits, int window)
    {
        var random = new Random(seed);
        await using var engine = new EngineUnderTest(seed, window: window);
        (engine.Provider.Credits, engine.Provider.Trouble) = (credits, 0.3);
        for (var n = 1; n <= Mails; n++)
        {
            var topic = random.Next(4) == 0 ? $"topic-{random.Next(5)}" : null;
            engine.Publish(
                Request(IdOf(n), Start.AddHours(random.Next(3, 60)), topic),
                published: Start.AddMinutes(n - Mails)
            );
            if (random.Next(20) == 0)
                engine.Publish(Request(IdOf(n), Start.AddHours(3), topic));
        }

        for (var session = 0; session < 6; session++)
        {
            engine.Lead();
            var appends = random.Next(2, 14);
            engine.Session.Fault = _ => --appends > 0 ? AppendFault.None : (AppendFault)random.Next(3);
            if (session == 3)
                engine.Publish(Request(IdOf(1000), Start, "topic-1", cancel: true), published: engine.Time.GetUtcNow());
            for (var step = 0; step < 6 && !engine.HasEnded; step++)
            {
                engine.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 120)));
                await Task.Delay(1);
                await engine.CallsEndedAsync();
            }

            engine.Session.End();
            await engine.EndedAsync();
        }

        (engine.Provider.Trouble, engine.Provider.Credits) = (0, credits is null ? null : engine.Provider.Credits);
        engine.Lead();
        for (var minute = 0; minute < 40; minute++)
            await engine.PassAsync(TimeSpan.FromMinutes(1));
        await engine.StopAsync();
        Check(engine, credits);
    }

    private static void Check(EngineUnderTest engine, int? credits)
    {
        var taken = engine.Provider.Taken.Select(t => t.Mail).ToList();
        Assert.Equal(taken.Distinct().Order(), taken.Order());
        if (credits is { } most)
            Assert.InRange(taken.Count, 0, most);
        var projection = engine.Fold();
        var waiting = new HashSet<Guid>();
        while (engine.Broker.Take() is { } message)
            waiting.Add(Guid.Parse(message.Delivery.MessageId!));
        for (var slot = 0; slot < InMemoryBroker.Slots; slot++)
            while (engine.Broker.TakeLater(slot) is { } message)
                waiting.Add(Guid.Parse(message.Delivery.MessageId!));
        for (var n = 1; n <= Mails; n++)
        {
            var settled = projection.Find(IdOf(n))?.Settled;
            var isSent = taken.Contains(IdOf(n));
            Assert.True(settled is not null || waiting.Contains(IdOf(n)), $"mail {n} is lost");
            Assert.True(
                !isSent || settled is Settlement.Sent || waiting.Contains(IdOf(n)),
                $"mail {n} was sent, and is {settled}"
            );
            Assert.True(settled is not Settlement.Sent || isSent, $"mail {n} counts as sent, and was not");
        }
    }
}
