using System.Diagnostics;
using System.Globalization;
using MailDispatcher.Benchmarks.Throughput;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Benchmarks.Live;

/// <summary>
/// What an account costs: many daemons, each with a virtual host of its own, on one broker of this machine; idle, busy
/// all at once, and beside a neighbour with a long queue.
/// </summary>
internal static class AccountsBenchmark
{
    private const int Batch = 100;
    private const int Neighbours = 20_000;

    private static readonly int[] Counts = [1, 10, 50];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(string file)
    {
        await using var broker = await BrokerNode.StartAsync();
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { RateLimitScale = 0, Credits = 10_000_000 }
        );
        var brokerProcess = int.Parse(
            (await broker.CtlAsync("eval", "list_to_integer(os:getpid()).")).Trim(),
            CultureInfo.InvariantCulture
        );
        List<string> lines =
        [
            "# What an account costs",
            "",
            "Written by `./dev bench accounts`; don't edit it.",
            "",
            $"Daemons with the deadline policy, each in a virtual host of its own, on one RabbitMQ and {Environment.ProcessorCount} cores, all on this machine. Idle: a minute in which nothing comes. Busy: {Batch} mails due today are published to every account at once; until the last is with the provider. Beside a neighbour: while the first account has {Neighbours:N0} mails on their way, one urgent mail is published to each other one, one after another; until it is with the provider.",
            "",
            "| accounts | idle: processor of a daemon | memory of a daemon | broker's processor | broker's memory | connections | busy: all sent after | mails/s | urgent mail beside a neighbour, median | worst |",
            "|---|---|---|---|---|---|---|---|---|---|",
        ];
        var accounts = new List<Account>();
        try
        {
            foreach (var count in Counts)
            {
                while (accounts.Count < count)
                    accounts.Add(await Account.StartAsync(broker, sandbox, Patience));
                lines.Add(await MeasureAsync(accounts, broker, sandbox, brokerProcess));
                Console.WriteLine(lines[^1]);
                await File.WriteAllLinesAsync(file, lines);
            }
        }
        finally
        {
            foreach (var account in accounts)
                await account.DisposeAsync();
        }

        return 0;
    }

    private static async Task<string> MeasureAsync(
        List<Account> accounts,
        BrokerNode broker,
        SandboxServer sandbox,
        int brokerProcess
    )
    {
        await Task.Delay(Settling);
        var before = accounts.ConvertAll(account => account.Reading);
        var brokerBefore = ProcessReading.Of(brokerProcess);
        await Task.Delay(Idle);
        var after = accounts.ConvertAll(account => account.Reading);
        var brokerAfter = ProcessReading.Of(brokerProcess);
        var own = before.Zip(after, (b, a) => Share(b, a)).Average();
        var connections = (await broker.CtlAsync("-q", "list_connections", "name")).Split('\n').Length - 1;

        var started = Stopwatch.GetTimestamp();
        var taken = sandbox.Sandbox.Mails.Count;
        await Task.WhenAll(accounts.Select(account => account.PublishAsync(Batch, hours: 5)));
        await TakenAsync(sandbox, taken + accounts.Count * Batch);
        var busy = Stopwatch.GetElapsedTime(started);
        var urgent = accounts.Count > 1 ? await BesideNeighbourAsync(accounts, sandbox) : [];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {accounts.Count} | {own:0.0 %} of a core | {after.Average(a => a.ResidentBytes / 1048576.0):0} MiB | {Share(brokerBefore, brokerAfter):0.0 %} of a core | {brokerAfter.ResidentBytes / 1048576.0:0} MiB | {connections} | {busy.TotalSeconds:0.0} s | {accounts.Count * Batch / busy.TotalSeconds:0} | {(urgent.Count == 0 ? "-" : $"{PolicyBenchmark.Median(urgent):0} ms")} | {(urgent.Count == 0 ? "-" : $"{urgent.Max():0} ms")} |"
        );
    }

    private static async Task<List<double>> BesideNeighbourAsync(List<Account> accounts, SandboxServer sandbox)
    {
        var taken = sandbox.Sandbox.Mails.Count;
        var filling = accounts[0].PublishAsync(Neighbours, hours: 5);
        List<double> latencies = [];
        foreach (var account in accounts.Skip(1))
        {
            var started = Stopwatch.GetTimestamp();
            var id = await account.PublishAsync(hours: 1);
            while (!sandbox.Sandbox.Mails.Snapshot().Any(mail => mail.Tag == id.ToString()))
                await Task.Delay(20);
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        await filling;
        await TakenAsync(sandbox, taken + Neighbours + accounts.Count - 1);
        return latencies;
    }

    private static Task TakenAsync(SandboxServer sandbox, int mails) =>
        Eventually.TrueAsync(() => sandbox.Sandbox.Mails.Count >= mails, $"{mails} mails are taken", Patience);

    private static double Share(ProcessReading before, ProcessReading after) =>
        (after.Processor - before.Processor) / Idle;
}
