using MailDispatcher.Benchmarks;

if (args is ["policy", ..]) return PolicyBenchmark.Run(args.ElementAtOrDefault(1) ?? "docs/policy-benchmark.md");

Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- policy [FILE]");
return 2;
