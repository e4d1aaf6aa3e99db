using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;

namespace MailDispatcher.Benchmarks.Live;

/// <summary>
/// How soon an urgent mail leaves while thousands wait: from before its publish to the provider's log.
/// </summary>
internal static class UrgentBenchmark
{
    private const int Waiting = 10_000;
    private const int Urgent = 100;

    public static async Task<int> RunAsync(string file)
    {
        await using var system = await LiveSystem.StartAsync(Waiting);
        var random = new Random(2);
        var published = new Dictionary<string, DateTimeOffset>();
        for (var n = 0; n < Urgent; n++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2 * random.NextDouble()));
            var mail = LiveSystem.Mail(
                MailTemplate.MentoringCancelled,
                system.Time.GetUtcNow().AddHours(1 + 5 * random.NextDouble())
            );
            published[mail.Id!.Value.ToString()] = system.Time.GetUtcNow();
            await system.Publisher.PublishAsync(mail);
        }
        var waits = new List<double>();
        await Eventually.TrueAsync(
            () =>
            {
                waits =
                [
                    .. system
                        .Sandbox.Sandbox.Mails.Snapshot()
                        .Where(m => published.ContainsKey(m.Tag!))
                        .Select(m => (m.At - published[m.Tag!]).TotalSeconds)
                        .Order(),
                ];
                return waits.Count == Urgent;
            },
            "every urgent mail has left"
        );
        await File.WriteAllLinesAsync(file, Lines(waits, system.Sandbox.Sandbox.Mails.Count - Urgent));
        return 0;
    }

    private static IEnumerable<string> Lines(List<double> waits, int others) =>
        [
            "# How soon an urgent mail leaves",
            "",
            "Written by `./dev bench urgent`; don't edit it.",
            "",
            $"{Waiting} mails wait in a real RabbitMQ, each due in two to twelve days; the daemon runs with the deadline policy and its default settings, 300 credits a day, and it is ten in the morning. {Urgent} cancellations due in one to six hours are published one by one, at random moments up to two seconds apart. Measured from before the publish to the entry in the log of the sandbox, the provider here. Meanwhile {others} of the waiting mails left with credits that the reserve could spare.",
            "",
            "| median | 99th percentile | slowest |",
            "|---|---|---|",
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {PolicyBenchmark.Median(waits):0.00} s | {waits[(int)Math.Ceiling(waits.Count * 0.99) - 1]:0.00} s | {waits[^1]:0.00} s |"
            ),
        ];
}
