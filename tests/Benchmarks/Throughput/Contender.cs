namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>Whoever empties a queue into the provider.</summary>
internal enum Contender
{
    Dispatcher,
    MassTransit,
    MassTransitDefaults,
    RawLoop,
}
