using System.Diagnostics;
using MailDispatcher.Consumer.Dispatch;

namespace MailDispatcher.Consumer.Ops.Health;

/// <summary>
/// Notes when the dispatcher last moved. Real time, whatever the clock: a hang is one of the process.
/// </summary>
internal sealed class LoopHeartbeat(DispatcherStatus status) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private long _seen;
    private long _movedAt = Stopwatch.GetTimestamp();

    /// <summary>How long it has not moved although work is due; null while it moves or has nothing to do.</summary>
    public TimeSpan? Silence =>
        status.IsIdle || status.Loop is null ? null : Stopwatch.GetElapsedTime(Interlocked.Read(ref _movedAt));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        do
        {
            if (!status.IsIdle && status.Beats == _seen)
                continue;
            _seen = status.Beats;
            Interlocked.Exchange(ref _movedAt, Stopwatch.GetTimestamp());
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
