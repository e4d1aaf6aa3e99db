namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>What is measured: so many waiting mails, and a provider that answers after so long.</summary>
internal sealed record Load(int Mails, TimeSpan Latency, int Rounds, IReadOnlyList<Contender> Contenders);
