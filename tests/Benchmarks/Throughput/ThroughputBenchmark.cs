using System.Globalization;
using System.Text;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;

namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>
/// The dispatcher beside what people use instead: MassTransit and a bare loop over RabbitMQ.Client. Each empties the
/// same queue of the same broker into the same provider, as a process of its own, in turns within one run.
/// </summary>
internal static class ThroughputBenchmark
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);
    private static readonly PendingQueueOptions Queue = new();

    public static async Task<int> RunAsync(string file, IReadOnlyList<Load> loads)
    {
        await using var broker = await BrokerNode.StartAsync();
        var brokerProcess = int.Parse(
            (await broker.CtlAsync("eval", "list_to_integer(os:getpid()).")).Trim(),
            CultureInfo.InvariantCulture
        );
        var text = new StringBuilder(Introduction());
        foreach (var load in loads)
        {
            var results = new List<Result>();
            for (var round = 0; round < load.Rounds; round++)
                foreach (var contender in load.Contenders)
                {
                    var result = await MeasureAsync(broker, brokerProcess, contender, load);
                    results.Add(result);
                    Console.WriteLine(result);
                }

            text.Append(Table(load, results));
            await File.WriteAllTextAsync(file, text.ToString());
        }

        Console.WriteLine(text);
        return 0;
    }

    private static async Task<Result> MeasureAsync(BrokerNode broker, int brokerProcess, Contender contender, Load load)
    {
        var vhost = await broker.CreateVhostAsync();
        await FillAsync(vhost, load.Mails);
        var port = FreePort.Next();
        var provider = new Uri($"http://127.0.0.1:{port}/v3/");
        await using var counter = Contend("provider", $"{port}", $"{load.Latency.TotalMilliseconds}");
        using var http = new HttpClient { BaseAddress = new Uri(provider, "/"), Timeout = TimeSpan.FromMinutes(1) };
        await Eventually.TrueAsync(async () => (await http.GetStringAsync("count")) == "0", "the provider is up");
        var (before, journal) = (ProcessReading.Of(brokerProcess), JournalBytes(broker));
        var started = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await using var process = Start(contender, vhost, provider);
        await Eventually.TrueAsync(
            async () =>
                process.HasExited
                || int.Parse(await http.GetStringAsync("count"), CultureInfo.InvariantCulture) >= load.Mails,
            $"{contender} has sent {load.Mails} mails",
            Longest
        );
        if (process.HasExited)
            throw new InvalidOperationException($"{contender} ended: {process.Output}");
        var (own, after) = (ProcessReading.Of(process.Id), ProcessReading.Of(brokerProcess));
        var calls = (await http.GetStringAsync("calls"))
            .Split(' ')
            .Select(at => long.Parse(at, CultureInfo.InvariantCulture))
            .ToList();
        return new Result(
            contender,
            load.Mails,
            TimeSpan.FromMilliseconds(calls[0] - started),
            TimeSpan.FromMilliseconds(calls[load.Mails - 1] - started),
            own.Processor / load.Mails,
            (after.Processor - before.Processor) / load.Mails,
            own.ResidentBytes,
            (JournalBytes(broker) - journal) / (double)load.Mails
        );
    }

    // Streams, of which the journal alone is one.
    private static long JournalBytes(BrokerNode broker) =>
        Directory
            .EnumerateFiles(broker.Data, "*.segment", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length);

    private static ChildProcess Start(Contender contender, Uri broker, Uri provider) =>
        contender switch
        {
            Contender.Dispatcher => ChildProcess.Start(
                ProgramUnderTest.Binary("consumer"),
                ["run"],
                new Dictionary<string, string?>
                {
                    ["QUEUE_SERVICE_URL"] = broker.AbsoluteUri,
                    ["SENDINBLUE_URL"] = provider.AbsoluteUri.TrimEnd('/'),
                    ["SENDINBLUE_API_KEY"] = "xkeysib-bench",
                    ["Ops__Port"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
                    ["Dispatch__Policy"] = "deadline",
                }
            ),
            Contender.MassTransit => Contend("masstransit", broker.AbsoluteUri, Queue.Name, provider.AbsoluteUri),
            Contender.MassTransitDefaults => Contend(
                "masstransit-defaults",
                broker.AbsoluteUri,
                Queue.Name,
                provider.AbsoluteUri
            ),
            _ => Contend("raw", broker.AbsoluteUri, Queue.Name, provider.AbsoluteUri),
        };

    private static ChildProcess Contend(params string[] arguments) =>
        ChildProcess.Start(Environment.ProcessPath!, ["contend", .. arguments]);

    private static async Task FillAsync(Uri vhost, int mails)
    {
        await using var publisher = new MailPublisher(new MailPublisherOptions { Broker = vhost, CreateQueues = true });
        await publisher.ConnectAsync();
        var random = new Random(1);
        using var room = new SemaphoreSlim(512, 512);
        var all = new List<Task>(mails);
        for (var n = 0; n < mails; n++)
        {
            await room.WaitAsync();
            all.Add(PublishAsync(24 + 240 * random.NextDouble()));
        }

        await Task.WhenAll(all);

        async Task PublishAsync(double hours)
        {
            try
            {
                await publisher.PublishAsync(
                    Live.LiveSystem.Mail(
                        MailTemplate.ConfirmationToMentored,
                        TimeProvider.System.GetUtcNow().AddHours(hours)
                    )
                );
            }
            finally
            {
                room.Release();
            }
        }
    }

    private static string Introduction() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # How fast the dispatcher empties a queue

            Written by `./dev bench throughput`; don't edit it.

            Beside MassTransit 8.5 (sixteen at once, prefetch 64; and its defaults) and a bare loop over RabbitMQ.Client
            (sixteen at once, prefetch 64, acknowledged one by one). Both call the provider and acknowledge: no journal, no
            deadlines, no copies told apart. Each runs as a process of its own over a full priority queue, in turns, on
            one broker and {Environment.ProcessorCount} cores; medians. Rates are from the start of the process, on a plan without a daily limit;
            the dispatcher runs with its default settings and policy `deadline`.

            """
        );

    private static string Table(Load load, List<Result> results)
    {
        var text = new StringBuilder()
            .AppendLine()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"## {load.Mails:N0} waiting, the provider answers after {load.Latency.TotalMilliseconds:0} ms ({load.Rounds} rounds)"
            )
            .AppendLine()
            .AppendLine(
                "| | mails/s | the dispatcher's rate to this | first call | own CPU a mail | broker's CPU a mail | memory | journal a mail |"
            )
            .AppendLine("|---|---|---|---|---|---|---|---|");
        var ours = Median(results, Contender.Dispatcher, r => r.Rate);
        foreach (var contender in load.Contenders)
        {
            var rate = Median(results, contender, r => r.Rate);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {Name(contender)} | {rate:0} | {ours / rate:0.00} | {Median(results, contender, r => r.FirstCall.TotalSeconds):0.0} s | {Median(results, contender, r => r.Own.TotalMilliseconds):0.00} ms | {Median(results, contender, r => r.Broker.TotalMilliseconds):0.00} ms | {Median(results, contender, r => r.Resident / 1048576.0):0} MiB | {Median(results, contender, r => r.Journal):0} B |"
            );
        }

        return text.ToString();
    }

    private static double Median(List<Result> results, Contender contender, Func<Result, double> value)
    {
        var values = results.Where(r => r.Contender == contender).Select(value).Order().ToList();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private static string Name(Contender contender) =>
        contender switch
        {
            Contender.Dispatcher => "dispatcher",
            Contender.MassTransit => "MassTransit, 16 at once",
            Contender.MassTransitDefaults => "MassTransit, its defaults",
            _ => "bare loop",
        };
}
