using System.Diagnostics;
using System.Globalization;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Engine;

/// <content>How a run ends.</content>
internal sealed partial class RunControl
{
    private bool HasEnded(ActiveRun run, bool stopping)
    {
        if (state.InFlight > 0 || run.Chosen.Count > 0 || credits.IsAsking)
            return false;
        if (later.Awaits && !stopping && run.Halt is null && !IsOver(run) && allowance.MostNow > 0)
            return false;
        if (run.Request.Kind == RunKind.Tick)
            return run.Halt is not null || run.Sent > 0 || stopping;
        return stopping
            || run.Halt is not null
            || run.IsDecided
            || IsOver(run)
            || state.Projection.Dispatcher.PausedBy is not null
            || (run.HasAsked && credits.Problem is not null);
    }

    private void End(ActiveRun run, bool stopping)
    {
        _run = null;
        later.Want([]);
        if (run.Halt is null && run.HasTaken && state.Projection.Dispatcher.ProviderFault is not null)
            state.Turn.Record(
                new JournalEvent.ProviderFault
                {
                    At = state.Now,
                    Open = false,
                    Reason = "the provider takes mails again",
                }
            );
        if (credits.Current is null || run.Halt is { IsQuota: false })
            _backoff.Begin(run.Halt?.Until);
        else
            _backoff.End();
        var result = ResultOf(run, stopping);
        if (run.Request.Kind != RunKind.Tick && result.GoOnAt is { } goOn && goOn < run.Request.ValidUntil)
        {
            run.Request.PutOff(goOn);
            due.PostAgain(run.Request);
        }

        Report(run, result);
    }

    private RunResult ResultOf(ActiveRun run, bool stopping)
    {
        var now = state.Now;
        var retry = RetryTimes.Next(run.Request.Interruptions + 1, now, state.Random.NextDouble());
        if (stopping)
            return new RunResult(RunEnding.Interrupted, "the dispatcher stops");
        if (state.Projection.Dispatcher.PausedBy is { } who)
            return new RunResult(RunEnding.Paused, $"paused by {who}");
        if (run.Halt is { IsQuota: true } quota)
            return new RunResult(RunEnding.Provider, quota.Reason);
        if (run.Halt is { } halt)
            return new RunResult(RunEnding.Provider, halt.Reason, halt.Until ?? retry);
        if (credits.Current is null && !run.IsDecided)
            return new RunResult(RunEnding.CreditsUnknown, "the credits left are unknown", retry);
        var retries =
            run.Request.Kind == RunKind.Tick
                ? null
                : state.Mails.Waiting.Select(m => m.NotBefore).Where(at => at > now).Min();
        return retries is null
            ? new RunResult(RunEnding.Done, "done")
            : new RunResult(RunEnding.Retries, "done, but for mails to be tried again", retries);
    }

    private void Report(ActiveRun run, RunResult result)
    {
        // One that finds nothing to do is no event.
        if (run.Request.Kind == RunKind.Tick && run.Sent == 0)
            return;
        var took = Stopwatch.GetElapsedTime(run.Started);
        state.Metrics.RunEnded(run.Request.Kind, result.Ending, took);
        var at = TimeZoneInfo
            .ConvertTime(state.Now, state.Settings.Zone)
            .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var balance = state.Projection.Credits;
        // The last number that was told may be long outdated.
        var left =
            credits.Problem is not null ? "unknown"
            : balance.IsUnlimited ? "unlimited"
            : balance.Left?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        Log.Ended(logger, EnumName.Of(run.Request.Kind), at, run.Sent, state.Mails.Count, left, result.Reason);
        state.Turn.Record(
            new JournalEvent.RunEnded
            {
                At = state.Now,
                Run = run.Request.Kind,
                Seconds = took.TotalSeconds,
                Waiting = state.Mails.Count,
                Sent = run.Sent,
                Result = result.Ending,
            }
        );
    }
}
