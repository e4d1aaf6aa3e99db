namespace MailDispatcher.Crash.Tests.Stage;

/// <summary>Plays scenes that mostly wait for a clock, a few at a time; a failure says which scene it was.</summary>
internal static class Scenes
{
    private const int AtOnce = 3;

    public static async Task PlayAsync(IEnumerable<(string Name, Func<Task> Play)> scenes)
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            scenes,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (scene, _) =>
            {
                try
                {
                    await scene.Play();
                }
                catch (Exception e)
                {
                    failures.Enqueue(new InvalidOperationException($"{scene.Name}: {e.Message}", e));
                }
            }
        );
        if (!failures.IsEmpty)
            throw new AggregateException(failures);
    }
}
