using System.Globalization;
using MailDispatcher.Benchmarks;
using MailDispatcher.Benchmarks.Live;
using MailDispatcher.Benchmarks.Publishing;
using MailDispatcher.Benchmarks.Throughput;

switch (args)
{
    case ["policy", ..]:
        return PolicyBenchmark.Run(
            args.ElementAtOrDefault(1) ?? "docs/policy-benchmark.md",
            args.ElementAtOrDefault(2) ?? "",
            int.Parse(args.ElementAtOrDefault(3) ?? "1", CultureInfo.InvariantCulture)
        );
    case ["forecast", ..]:
        return PolicyBenchmark.RunForecast(args.ElementAtOrDefault(1) ?? "docs/forecast-benchmark.md");
    case ["unreachable", ..]:
        return UnreachableBenchmark.Run(args.ElementAtOrDefault(1) ?? "docs/unreachable-benchmark.md");
    case ["urgent", ..]:
        return await UrgentBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/urgent-benchmark.md");
    case ["start", ..]:
        return await StartBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/start-benchmark.md");
    case ["accounts", ..]:
        return await AccountsBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/accounts-benchmark.md");
    case ["kills", ..]:
        return await AccountKillsBenchmark.RunAsync(
            args.ElementAtOrDefault(1) ?? "docs/kills-benchmark.md",
            int.Parse(args.ElementAtOrDefault(2) ?? "50", CultureInfo.InvariantCulture)
        );
    case ["publish", ..]:
        return await PublishBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/publish-benchmark.md");
    case ["throughput", ..]:
        return await ThroughputBenchmark.RunAsync(
            args.ElementAtOrDefault(1) ?? "docs/throughput-benchmark.md",
            ThroughputLoads.Named(args.ElementAtOrDefault(2) ?? "all")
        );
    // What the throughput is measured beside, each a process of its own.
    case ["contend", "provider", var port, var latency]:
        return await CallCounter.ServeAsync(
            int.Parse(port, CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(int.Parse(latency, CultureInfo.InvariantCulture))
        );
    case ["contend", "raw", var broker, var queue, var provider]:
        return await RawConsumer.RunAsync(new Uri(broker), queue, new Uri(provider));
    case ["contend", "masstransit", var broker, var queue, var provider]:
        return await MassTransitConsumer.RunAsync(new Uri(broker), queue, new Uri(provider), defaults: false);
    case ["contend", "masstransit-defaults", var broker, var queue, var provider]:
        return await MassTransitConsumer.RunAsync(new Uri(broker), queue, new Uri(provider), defaults: true);
    case ["page", ..]:
        return await PageBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/page-benchmark.md");
}

Console.Error.WriteLine(
    "usage: dotnet run -c Release --project tests/Benchmarks -- policy|forecast|unreachable|urgent|page|start|publish|accounts|kills|throughput [FILE]"
);
return 2;
