using System.Diagnostics;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <content>The turns.</content>
public sealed partial class DispatchLoop
{
    /// <summary>
    /// Works until told to stop: then it begins nothing new, waits for what is with the provider, and settles it.
    /// </summary>
    /// <param name="lost">Cancelled when the session has ended.</param>
    /// <exception cref="Core.Ports.SessionLostException">The session has ended; what was in hand is back in its
    /// queue.</exception>
    /// <exception cref="OperationCanceledException">As well.</exception>
    public async Task RunAsync(CancellationToken lost, CancellationToken stopping)
    {
        _due.Notify(() => Post(new LoopInput.Asked(static _ => { })));
        using var stop = stopping.Register(() => Post(new LoopInput.Asked(static _ => { })));
        try
        {
            _mustRecall = (await _ports.Pending.Later.CountAsync(lost)).Any(count => count > 0);
            await AdjustPrefetchAsync(lost);
            while (true)
            {
                lost.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _beats);
                TakeInputs();
                var isStopping = stopping.IsCancellationRequested;
                Work(isStopping);
                await CommitAsync(lost);
                if (isStopping && _state.InFlight == 0 && !_credits.IsAsking && _state.Turn.IsEmpty)
                    break;
                await AdjustPrefetchAsync(lost);
                await ReturnLongHeldAsync();
                await ReadLaterAsync(lost);
                Count(lost);
                await PauseAsync(lost);
            }
        }
        finally
        {
            _due.Notify(null);
        }
    }

    private void TakeInputs()
    {
        for (var n = 0; n < MostInputsATurn && _inputs.Reader.TryRead(out var input); n++)
            Take(input);
    }

    private void Take(LoopInput input)
    {
        switch (input)
        {
            case LoopInput.Delivered delivered:
                _intake.Take(delivered.Delivery);
                break;
            case LoopInput.Answered answered:
                var (halt, failed) = _attempts.Conclude(answered);
                _runs.Concluded(halt, failed, answered.Outcome is SendOutcome.Accepted or SendOutcome.AlreadyTaken);
                break;
            case LoopInput.CreditsTold told:
                _credits.Conclude(told.Reading);
                break;
            case LoopInput.LogTold told:
                _uncertain.Conclude(told);
                break;
            case LoopInput.Stored stored:
                _parking.Ended(stored.Parking, stored: true);
                _intake.Parked(stored.Parking);
                break;
            case LoopInput.NotStored failure:
                if (_parking.Failed == 0)
                    Log.NotParked(_logger, failure.Parking.Note.Mail, failure.Reason);
                _parking.Ended(failure.Parking, stored: false);
                break;
            case LoopInput.Appended appended:
                CountReport(appended.Entry);
                _state.Projection.Apply(appended.Entry);
                _state.HasNews = true;
                break;
            case LoopInput.Moved moved:
                _later.Moved(moved.Mails);
                break;
            case LoopInput.Asked asked:
                asked.Work(this);
                break;
            case LoopInput.Broken { Failure: Core.Ports.SessionLostException lost }:
                throw new Core.Ports.SessionLostException(lost.Message, lost);
            case LoopInput.Broken broken:
                throw new InvalidOperationException(
                    "Something that the loop had begun failed in an unforeseen way.",
                    broken.Failure
                );
            default:
                throw new InvalidOperationException("An input without a case.");
        }
    }

    // Providers repeat themselves: what is known already counts no more.
    private void CountReport(Core.Journal.JournalEvent entry)
    {
        if (
            entry is Core.Journal.JournalEvent.ProviderReported report
            && _state.Projection.Find(report.Mail) is { } mail
            && !mail.Delivery.Has(report.Report)
            && !report.IsOfCopy(mail.Credits, mail.Person)
        )
            _state.Metrics.Reported(report.Report, report.HappenedAt < mail.Deadline);
    }

    private void Work(bool isStopping)
    {
        _intake.TakeUndecided();
        _intake.Expire();
        _intake.WithdrawForgotten();
        _intake.WithdrawAsked();
        _intake.SuppressInHand();
        _quiet.Hold();
        SettleWhatWentAlong();
        if (!isStopping)
        {
            AskCreditsBetweenRuns();
            _uncertain.ClearUp(_runs.MaySend);
        }

        _runs.Advance(isStopping);
        _intake.JournalNew(SendsAtOnce ? JournalAfter : TimeSpan.Zero);
    }

    // A policy with a schedule is asked for forecasts between its runs, and what is uncertain is repeated.
    private void AskCreditsBetweenRuns()
    {
        if (_state.Settings.DecidesAlways || _credits.Current is not null || _credits.IsAsking || _state.InFlight > 0)
            return;
        // With none left, the next run asks: between the runs nothing could be sent.
        if (
            _state.Projection.Credits.Left == 0
            && _state.Day.ResetAfter(_state.Projection.Credits.ReadAt!.Value) > _state.Now
        )
            return;
        if (_runs.IsBusy || _runs.RestsUntil is not null || _state.Now < _askCreditsAt)
            return;
        _askCreditsAt = _state.Now + AskCreditsEvery;
        _credits.Ask();
    }

    // After a crash, what went along with a mail that was then settled.
    private void SettleWhatWentAlong()
    {
        if (!_state.Settings.Coalescing.IsOn)
            return;
        foreach (var mail in _state.Mails.All.Where(m => m.State is PendingMailState.Asking).ToList())
        {
            if (_state.Projection.Find(mail.Id) is not { IsUncertain: false } known)
                continue;
            if (known.GoesWith is not { } with)
                _state.Mails.MakeReady(mail, known.NotBefore);
            else if (_state.Projection.Find(with)?.Settled is Core.Journal.Settlement.Sent)
                _attempts.SettleAlong(mail, with);
        }
    }

    /// <summary>
    /// Mails leave as fast as the provider bears: then few are held, and each is journalled with its attempt.
    /// </summary>
    private bool SendsAtOnce =>
        _state.Settings is { DecidesAlways: true, Allowance: null }
        && _credits.Current is CreditsLeft.Unlimited or CreditsLeft.Balance;

    private async Task CommitAsync(CancellationToken lost)
    {
        var turn = _state.Turn;
        if (turn.IsEmpty)
            return;
        _storedSince = Stopwatch.GetTimestamp();
        for (var from = 0; from < turn.Events.Count; from += MostEventsARecord)
        {
            var record = turn.Events.Skip(from).Take(MostEventsARecord).ToList();
            await _ports.Journal.AppendAsync(record).WaitAsync(lost);
            foreach (var _ in record.OfType<Core.Journal.JournalEvent.Requested>())
                _state.Checkpoints.Pass(Checkpoint.AskedJournalled);
            foreach (var _ in record.OfType<Core.Journal.JournalEvent.Superseded>())
                _state.Checkpoints.Pass(Checkpoint.WithdrawalJournalled);
        }

        foreach (var action in turn.After)
            action();
        if (turn.Settled.Count > 0)
        {
            await _ports.Pending.AckAsync(turn.Settled).WaitAsync(lost);
            foreach (var _ in turn.Settled)
                _state.Checkpoints.Pass(Checkpoint.Acknowledged);
        }

        turn.Clear();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Mail {MailId} can't be parked: {Reason}. It stays in the queue and is tried again; other mail goes on."
        )]
        public static partial void NotParked(ILogger logger, Guid mailId, string reason);
    }
}
