using MailDispatcher.Benchmarks;
using MailDispatcher.Benchmarks.Live;

switch (args)
{
    case ["policy", ..]: return PolicyBenchmark.Run(args.ElementAtOrDefault(1) ?? "docs/policy-benchmark.md");
    case ["urgent", ..]: return await UrgentBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/urgent-benchmark.md");
    case ["page", ..]: return await PageBenchmark.RunAsync(args.ElementAtOrDefault(1) ?? "docs/page-benchmark.md");
}

Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- policy|urgent|page [FILE]");
return 2;
