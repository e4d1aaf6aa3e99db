using System.Diagnostics;
using System.Globalization;
using System.Net;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Core.Journal;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Benchmarks.Live;

/// <summary>
/// How long a daemon takes until it leads, with an empty journal and with a long one.
/// </summary>
internal static class StartBenchmark
{
    private const int Mails = 500_000;
    private const int MailsARecord = 250;
    private const int Rounds = 5;

    public static async Task<int> RunAsync(string file)
    {
        await using var broker = await BrokerNode.StartAsync();
        var (empty, full) = (await broker.CreateVhostAsync(), await broker.CreateVhostAsync());
        await FillAsync(full);
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { RateLimitScale = 0 },
            TimeProvider.System
        );
        List<Start> few = [],
            many = [];
        for (var round = 0; round < Rounds; round++)
        {
            few.Add(await StartAsync(empty, sandbox.Url));
            many.Add(await StartAsync(full, sandbox.Url));
        }

        List<string> lines =
        [
            "# How a start grows with the journal",
            "",
            "Written by `./dev bench start`; don't edit it.",
            "",
            $"From the start of the process until `/health/ready` says that it leads, on one broker, in turns, {Rounds} starts each; medians. The daemon as it is built for release, not compiled beforehand as in its image.",
            "",
            "| events in the journal | until it leads | processor time | memory then | times the empty journal's wait |",
            "|---|---|---|---|---|",
            Row("none but its own", few, few),
            Row($"{2 * Mails:N0}, of {Mails:N0} mails, all settled", many, few),
        ];
        await File.WriteAllLinesAsync(file, lines);
        Console.WriteLine(string.Join('\n', lines));
        return 0;
    }

    private static async Task<Start> StartAsync(Uri broker, Uri provider)
    {
        var watch = Stopwatch.StartNew();
        await using var daemon = DaemonUnderTest.Start(broker, provider, [new("Dispatch__Policy", "deadline")]);
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, new Uri(daemon.Page, "health/ready")))
            await Task.Delay(5);
        var (time, reading) = (watch.Elapsed, Throughput.ProcessReading.Of(daemon.Program.Id));
        return new Start(time, reading.Processor, reading.ResidentBytes);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    // Mails of the last five days, as the daemon writes them while it sends many.
    private static async Task FillAsync(Uri vhost)
    {
        await using var broker = await BrokerConnection.OpenAsync(vhost, "benchmark", CancellationToken.None);
        await using var journal = await JournalAppender.OpenAsync(broker, new JournalQueue(), CancellationToken.None);
        var first = TimeProvider.System.GetUtcNow().AddDays(-5);
        var each = TimeSpan.FromDays(5) / Mails;
        for (var n = 0; n < Mails; n += MailsARecord)
        {
            var (from, events) = (n, new List<JournalEvent>());
            events.AddRange(Enumerable.Range(from, MailsARecord).Select(i => Attempt(i, first + i * each)));
            events.AddRange(
                Enumerable
                    .Range(from, MailsARecord)
                    .Select(i => new JournalEvent.Accepted
                    {
                        At = first + i * each + TimeSpan.FromMilliseconds(100),
                        Mail = IdOf(i),
                        MessageId = $"<2026112{i % 8}.{i}@relay.example.com>",
                        Evidence = Evidence.Answer,
                    })
            );
            await journal.AppendAsync(events);
        }
    }

    private static JournalEvent.Attempted Attempt(int number, DateTimeOffset at) =>
        new()
        {
            At = at,
            Mail = IdOf(number),
            Key = IdOf(number),
            Urgency = number % 10 + 1,
            Template = number % 5 + 10,
            Asked = new JournalEvent.Requested
            {
                At = at,
                Mail = IdOf(number),
                Arrived = at.AddSeconds(-2),
                Deadline = at.AddHours(1 + number % 200),
                Template = number % 5 + 10,
                Content = number * 7_919_000_017L,
            },
        };

    private static Guid IdOf(int number)
    {
        var bytes = new byte[16];
        new Random(number).NextBytes(bytes);
        return new Guid(bytes);
    }

    private static string Row(string journal, List<Start> starts, List<Start> beside) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {journal} | {Median(starts, s => s.Time.TotalSeconds):0.00} s | {Median(starts, s => s.Processor.TotalSeconds):0.00} s | {Median(starts, s => s.ResidentBytes / (1 << 20)):0} MiB | {Median(starts, s => s.Time.TotalSeconds) / Median(beside, s => s.Time.TotalSeconds):0.00} |"
        );

    private static double Median(IEnumerable<Start> starts, Func<Start, double> of) =>
        PolicyBenchmark.Median([.. starts.Select(of)]);

    private sealed record Start(TimeSpan Time, TimeSpan Processor, double ResidentBytes);
}
