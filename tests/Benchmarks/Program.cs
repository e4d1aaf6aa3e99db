using MailDispatcher.Benchmarks;
using MailDispatcher.Benchmarks.Live;
using MailDispatcher.Benchmarks.Publishing;

switch (args)
{
    case ["policy", ..]:
        return PolicyBenchmark.Run(args.ElementAtOrDefault(1) ?? "docs/policy-benchmark.md");
    case ["urgent", ..]:
        return await UrgentBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/urgent-benchmark.md");
    case ["publish", ..]:
        return await PublishBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/publish-benchmark.md");
    case ["page", ..]:
        return await PageBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/page-benchmark.md");
}

Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- policy|urgent|page|publish [FILE]");
return 2;
