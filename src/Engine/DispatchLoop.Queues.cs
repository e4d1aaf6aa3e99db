using System.Diagnostics;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <content>How much is in hand, and what waits in the queues.</content>
public sealed partial class DispatchLoop
{
    private async Task AdjustPrefetchAsync(CancellationToken lost)
    {
        var wanted =
            SendsAtOnce || _credits.Current is null && _prefetch == 0
                ? Math.Min(_state.Settings.Window, Math.Max(256, 4 * _state.Settings.Concurrency))
                : _state.Settings.Window;
        // Unknown credits change nothing.
        if (wanted == _prefetch || (_prefetch != 0 && _credits.Current is null && _state.Settings.DecidesAlways))
            return;
        _prefetch = wanted;
        await _ports
            .Pending.ConsumeAsync(wanted, delivery => Post(new LoopInput.Delivered(delivery)), lost)
            .WaitAsync(lost);
    }

    private async Task ReturnLongHeldAsync()
    {
        var old = _state.Mails.HeldLongerThan(LongestHold, MostReturnsATurn);
        if (old.Count == 0)
            return;
        // What comes from another day's queue goes to its end; nobody may be reading there now.
        foreach (var mail in old.Where(m => m.Delivery.IsLater))
            _later.PutBack(mail);
        List<PendingMail> back = [.. old.Where(m => !m.Delivery.IsLater)];
        foreach (var mail in back)
            _state.Mails.Busy(mail, PendingMailState.Returning);
        if (back.Count > 0)
            await _ports.Pending.ReturnAsync(back.ConvertAll(m => m.Delivery));
    }

    private async Task ReadLaterAsync(CancellationToken lost)
    {
        if (_mustRecall && _hasCounted && _ready == 0)
        {
            _mustRecall = false;
            _later.Remember(
                _state
                    .Projection.Mails.Where(m =>
                        m is { Settled: null, ArrivalIsKnown: true, IsInFlight: false }
                        && _state.Mails.Find(m.Id) is null
                    )
                    .Select(m => new WaitingMail(
                        m.Id,
                        m.Arrived,
                        m.Deadline,
                        m.Template,
                        _state.Settings.Values.Of(m.Template, m.Arrived, m.Deadline),
                        Credits: m.Credits
                    ))
            );
        }

        if (SendsAtOnce && _later.Count == 0)
            return;
        _later.MakeRoom(_prefetch, SendsAtOnce ? 0 : _ready);
        if (_later.Next(_prefetch, _ready) is not { } next)
            return;
        await _ports.Pending.Later.ConsumeAsync(
            next.Slot,
            next.Prefetch,
            delivery => Post(new LoopInput.Delivered(delivery)),
            lost
        );
    }

    private void Count(CancellationToken lost)
    {
        if (
            _isCounting
            || (
                _countedAt != 0
                && Stopwatch.GetElapsedTime(_countedAt)
                    < (IsNearlyFull || _state.IsTakingIn ? CountWhenFullEvery : CountEvery)
            )
        )
            return;
        (_isCounting, _countedAt) = (true, Stopwatch.GetTimestamp());
        _ = CountAsync(lost);
    }

    private bool IsNearlyFull => _state.Mails.Count >= _prefetch * 0.8;

    private async Task CountAsync(CancellationToken lost)
    {
        var (ready, parked, countedAt) = (-1, -1, _state.Now);
        try
        {
            ready = await _ports.Pending.CountReadyAsync(lost);
            parked = await _ports.Parked.CountAsync(lost);
        }
        catch (Exception e) when (e is Core.Ports.SessionLostException or OperationCanceledException)
        {
            // The session's end is told by the session.
        }

        Post(
            new LoopInput.Asked(loop =>
            {
                loop._isCounting = false;
                if (parked >= 0)
                    loop._parked = parked;
                if (ready < 0)
                    return;
                (loop._ready, loop._hasCounted) = (ready, true);
                loop._state.Counted(ready, countedAt);
            })
        );
    }
}
