using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>A recipient's server that puts a mail off says nothing of other mail.</summary>
public sealed class GreylistingTests
{
    [Fact]
    public async Task MailsThatArePutOff_ManyInARow_StopNoRun()
    {
        await using var engine = new EngineUnderTest(decidesAlways: false);
        engine.Provider.Credits = 20;
        // They are due first, so they are tried first.
        for (var n = 1; n <= 5; n++)
        {
            engine.Provider.Greylisted.Add(IdOf(n));
            engine.Publish(Request(IdOf(n), Start.AddHours(2)));
            engine.Publish(Request(IdOf(n + 5), Start.AddDays(3)));
        }

        engine.Lead();
        await engine.RestAsync();
        engine.Due.Post(new RunRequest(RunKind.Hourly, engine.Time.GetUtcNow(), Start.AddHours(1)));
        await engine.RestAsync();

        Assert.Equal(Enumerable.Range(6, 5).Select(IdOf), engine.Provider.Taken.Select(t => t.Mail).Order());
        Assert.Equal(5, engine.Broker.Journal.OfType<JournalEvent.Deferred>().Select(d => d.Mail).Distinct().Count());
    }
}
