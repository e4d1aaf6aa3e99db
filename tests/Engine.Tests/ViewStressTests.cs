using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Reports;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>What the engine shows never changes under a reader's eyes, however busy the engine is.</summary>
public sealed class ViewStressTests
{
    private const int Reads = 100_000;
    private static readonly DateOnly Today = DateOnly.FromDateTime(Start.Date);

    [Fact]
    public async Task View_ReadAHundredThousandTimesWhileMailComesAndGoes_NeverChanges()
    {
        await using var engine = new EngineUnderTest();
        engine.Lead();
        await engine.RestAsync();
        var left = Reads;
        var day = new CreditDay(TimeZoneInfo.Utc);
        var readers = Enumerable
            .Range(0, 3)
            .Select(_ =>
                Task.Run(async () =>
                {
                    for (var turn = 0; Interlocked.Decrement(ref left) >= 0; turn++)
                    {
                        var view = engine.Loop.View!;
                        Assert.Equal(Seen(view), Seen(view));
                        if (turn % 50 == 0)
                        {
                            var report = await engine.Loop.ReadAsync(p => DayReport.Of(p, Today, day, Start));
                            Assert.Equal(Seen(report), Seen(report));
                        }
                    }
                })
            )
            .ToList();
        var mail = 0;
        while (readers.Exists(reader => !reader.IsCompleted))
        {
            for (var n = 0; n < 20; n++)
                engine.Publish(Request(IdOf(++mail), Start.AddHours(5 + mail % 90)));
            engine.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(1, CancellationToken.None);
        }

        await Task.WhenAll(readers);
        Assert.False(engine.HasEnded);
        Assert.InRange(engine.Provider.Taken.Count, 100, mail);
        await engine.StopAsync();
    }

    private static string Seen(DayReport report) =>
        string.Join(
            '|',
            report.Waiting,
            report.Outcome,
            report.Plan,
            Seen(report.Counts),
            string.Join(',', report.Templates.Select(t => $"{t.Template}:{t.Sent}:{t.Missed}")),
            report.SentByClass.Sum(c => c.Value)
        );

    private static string Seen(DayCounts counts) =>
        $"{counts.SettledInAll} {string.Join(',', counts.SentByUrgency.Select(sent => $"{sent.Key}:{sent.Value}"))}";

    /// <summary>All of it, piece by piece.</summary>
    private static string Seen(DispatchView view) =>
        string.Join(
            '|',
            view.Waiting.Count(row => row.IsInFlight),
            view.Waiting.Count,
            view.Uncertain.Count(m => m.Settled is null),
            view.Events.Count(e => e is JournalEvent.RunEnded),
            Seen(view.Today),
            view.LastRuns.Count,
            view.CarriedOutUntil.Count,
            view.RestingTemplates.Count,
            view.History.Days,
            view.ByClass.Values.Sum()
        );
}
