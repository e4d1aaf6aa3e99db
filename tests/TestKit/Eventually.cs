using System.Diagnostics;

namespace MailDispatcher.TestKit;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Eventually
{
    /// <summary>Long enough for a slow machine: a test that passes never waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);

    /// <param name="because">What is waited for, as the end of "Not within 60 s: ..."; asked when the time is over, so
    /// that it can show what was written until then.</param>
    /// <exception cref="TimeoutException">The condition did not come true; an exception that it threw last is the inner
    /// one.</exception>
    public static async Task TrueAsync(
        Func<Task<bool>> condition,
        Func<string> because,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(because);
        var limit = timeout ?? Patience;
        var started = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            Exception? last = null;
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                last = e;
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds:0} s: {because()}", last);
            await Task.Delay(pause, cancellationToken);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string}, TimeSpan?, CancellationToken)"/>
    public static Task TrueAsync(
        Func<Task<bool>> condition,
        string because,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    ) => TrueAsync(condition, () => because, timeout, cancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string}, TimeSpan?, CancellationToken)"/>
    public static Task TrueAsync(
        Func<bool> condition,
        Func<string> because,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    ) => TrueAsync(() => Task.FromResult(condition()), because, timeout, cancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string}, TimeSpan?, CancellationToken)"/>
    public static Task TrueAsync(
        Func<bool> condition,
        string because,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    ) => TrueAsync(condition, () => because, timeout, cancellationToken);
}
