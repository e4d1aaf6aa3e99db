namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>Runs cases that mostly wait for a clock, a few at a time; a failure says which case it was.</summary>
internal static class ParallelCases
{
    private const int AtOnce = 3;

    public static async Task RunAsync(IEnumerable<(string Name, Func<Task> Run)> cases)
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (one, _) =>
            {
                try
                {
                    await one.Run();
                }
                catch (Exception e)
                {
                    failures.Enqueue(new InvalidOperationException($"{one.Name}: {e.Message}", e));
                }
            }
        );
        if (!failures.IsEmpty)
            throw new AggregateException(failures);
    }
}
