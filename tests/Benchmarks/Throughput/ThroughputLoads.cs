namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>The loads by name.</summary>
internal static class ThroughputLoads
{
    private static readonly Contender[] AllAtOnce = [Contender.Dispatcher, Contender.MassTransit, Contender.RawLoop];

    private static readonly Load Small = new(10_000, TimeSpan.Zero, 5, AllAtOnce);
    private static readonly Load Large = new(100_000, TimeSpan.Zero, 2, AllAtOnce);
    private static readonly Load Slow = new(
        10_000,
        TimeSpan.FromMilliseconds(100),
        2,
        [Contender.Dispatcher, Contender.MassTransitDefaults]
    );

    /// <summary><c>all</c>, or one of them.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IReadOnlyList<Load> Named(string name) =>
        name switch
        {
            "all" => [Small, Slow, Large],
            "small" => [Small],
            "quick" => [Small with { Rounds = 1 }],
            "one" => [Small with { Rounds = 1, Contenders = [Contender.Dispatcher] }],
            "alone" => [Large with { Rounds = 1, Contenders = [Contender.Dispatcher] }],
            "slow" => [Slow],
            "large" => [Large],
            "huge" => [Large with { Mails = 1_000_000, Rounds = 1, Contenders = [Contender.Dispatcher] }],
            _ => throw new ArgumentException(
                $"There is no load '{name}': all, small, quick, one, alone, slow, large or huge.",
                nameof(name)
            ),
        };
}
