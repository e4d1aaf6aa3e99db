using System.Diagnostics;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Keeps the intake between runs. The hourly policy gives everything back after each run, so that what waits stands in
/// the broker's own page; the deadline policy looks every moment and holds it, topping up with what arrived, and takes
/// it anew every few minutes, because the broker ends a channel that holds a message for 30 minutes.
/// </summary>
/// <param name="holds">True to keep the intake open between runs.</param>
public sealed class IntakeHolder(Func<CancellationToken, Task<Intake>> open, bool holds)
{
    // Real time: it is the broker's patience that counts.
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(10);

    private Intake? _held;
    private long _heldSince;

    /// <exception cref="Broker.Connecting.BrokerLostException">The broker is gone.</exception>
    public async Task<Intake> TakeAsync(CancellationToken stopping)
    {
        if (_held is not null && Stopwatch.GetElapsedTime(_heldSince) > LongestHold) await ReturnAsync();
        if (_held is not null) return _held;
        _heldSince = Stopwatch.GetTimestamp();
        return _held = await open(stopping);
    }

    /// <summary>Ends a run: returns what was not settled, or keeps it for the next one.</summary>
    /// <param name="takeAnew">More waits than the intake could hold: the next run must see all of it.</param>
    /// <exception cref="Broker.Connecting.BrokerLostException">The broker is gone, and has returned it by itself.</exception>
    public Task PutBackAsync(bool takeAnew) => holds && !takeAnew ? Task.CompletedTask : ReturnAsync();

    private async Task ReturnAsync()
    {
        if (_held is not { } intake) return;
        _held = null;
        await using (intake) await intake.ReturnAsync();
    }
}
