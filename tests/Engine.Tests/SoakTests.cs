using System.Globalization;
using NSubstitute.ClearExtensions;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>
/// Month after month of one leader that never restarts: what it keeps is bounded by what waits and what is recent, not
/// by how much it ever sent. It weighs the whole process, so no other test may run beside it.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Readings = 10;

    /// <summary>Fewer than are remembered (100,000), so that they too are soon as many as they ever get.</summary>
    private const int Topics = 500;

    /// <summary>As many days of settled mails as are known on a plan of 20,000 a day.</summary>
    private const int DaysSettled = 10;

    /// <summary>By then what is recent is as much as it ever gets.</summary>
    private const int DaysUntilFull = DaysSettled + 3;

    /// <summary>
    /// MiB. What a past day brought is known for half a year. Mails that were kept would take twice as much of each day,
    /// for ever.
    /// </summary>
    private const double MostADay = 0.25;

    private static readonly int Days = Setting("SOAK_DAYS", 40);
    private static readonly int MailsADay = Setting("SOAK_MAILS_A_DAY", 1200);

    [Fact]
    public async Task Memory_AfterEverMoreMails_StaysFlat()
    {
        await using var engine = new EngineUnderTest(remembers: false, maxSettled: DaysSettled * MailsADay);
        engine.Provider.Trouble = 0.01;
        engine.Lead();
        var heap = new List<double>();
        var mail = 0;
        for (var day = 0; day < Days; day++)
        {
            engine.Provider.Credits = MailsADay;
            for (var hour = 0; hour < 24; hour++)
            {
                for (var n = 0; n < MailsADay / 24; n++)
                    Publish(engine, ++mail);
                await engine.PassAsync(TimeSpan.FromHours(1));
                Assert.False(engine.HasEnded);
                engine.Metrics.ClearSubstitute();
            }

            if (day < DaysUntilFull || (day - DaysUntilFull) % Math.Max(1, (Days - DaysUntilFull) / Readings) != 0)
                continue;
            heap.Add(GC.GetTotalMemory(forceFullCollection: true) / (double)(1 << 20));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"day {day + 1}: {mail:N0} mails in, {engine.Provider.TakenInAll:N0} sent, {heap[^1]:0.0} MiB in use"
                )
            );
        }

        Assert.InRange(engine.Provider.TakenInAll, mail * 9L / 10, mail);
        var half = heap.Count / 2;
        var learned = MostADay * Math.Min(ArrivalLog.DaysKept, (Days - DaysUntilFull) / 2);
        Assert.InRange(heap.Skip(half).Average(), 0, heap.Take(half).Average() + learned);
        await engine.StopAsync();
    }

    // Due within hours or days; some replace one of before, some are cancelled.
    private static void Publish(EngineUnderTest engine, int mail)
    {
        var topic = mail % 10 == 0 ? $"topic-{mail / 40 % Topics}" : null;
        var due = engine.Time.GetUtcNow().AddHours(2 + mail % 60);
        engine.Publish(Request(IdOf(mail), due, topic, cancel: mail % 200 == 0), (byte)(mail % 10));
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
