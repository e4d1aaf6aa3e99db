using System.Diagnostics;

namespace MailDispatcher.Engine;

/// <content>The pauses between turns, and the view that others get.</content>
public sealed partial class DispatchLoop
{
    private async Task PauseAsync(CancellationToken lost)
    {
        if (_inputs.Reader.TryPeek(out _))
        {
            if (Stopwatch.GetElapsedTime(_viewedAt) > ViewEvery)
                MakeView();
            return;
        }

        _reconciliation.Compare(isWhole: _hasCounted && _ready == 0 && !_mustRecall);
        MakeView();
        _isIdle = _state.InFlight == 0 && !_runs.IsBusy && !_credits.IsAsking && _parking.Count == 0;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(lost);
        var input = _inputs.Reader.WaitToReadAsync(woken.Token).AsTask();
        // A fast clock would have the loop turn without rest.
        var timer = Task.WhenAll(
            Task.Delay(PauseUntil(NextAt()), _state.Time, woken.Token),
            Task.Delay(ShortestPause, TimeProvider.System, woken.Token)
        );
        await Task.WhenAny(input, timer);
        _isIdle = false;
        await woken.CancelAsync();
        lost.ThrowIfCancellationRequested();
    }

    private DateTimeOffset NextAt()
    {
        var now = _state.Now;
        var next =
            now
            + (
                _isCounting || _state.IsTakingIn ? CountWhenFullEvery
                : _state.Settings.DecidesAlways ? _state.Settings.Tick
                : LongestPause
            );
        Sooner(_due.NextAt);
        Sooner(_state.Mails.FirstDeadline);
        Sooner(_uncertain.NextAt);
        Sooner(_intake.NextAt);
        if (_state.Settings.DecidesAlways)
        {
            Sooner(_allowance.MoreAt);
            Sooner(_templates.NextAt);
        }
        return next;

        void Sooner(DateTimeOffset? at)
        {
            if (at < next)
                next = at.Value;
        }
    }

    private TimeSpan PauseUntil(DateTimeOffset at)
    {
        var pause = at - _state.Now;
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }

    private void MakeView()
    {
        _viewedAt = Stopwatch.GetTimestamp();
        _view = ViewMaker.Make(
            _state,
            _credits,
            _allowance,
            _runs,
            _people,
            _later,
            _reconciliation.Missing,
            _ready,
            _parked,
            _parking.Failed
        );
    }
}
