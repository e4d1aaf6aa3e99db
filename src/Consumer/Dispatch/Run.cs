using System.Diagnostics;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// One drain: ask for the credits, take what waits, clear up what is uncertain, let the policy choose, send, return the
/// rest. Runs never overlap. If it dies midway, what it held is back in the queue and the journal knows what it did.
/// </summary>
public sealed partial class Run(
    IntakeHolder shelf, CreditReader credits, TopicRules topics, Coalescing coalescing, UncertainMails uncertain, Sender sender, IDispatchPolicy policy, JournalStream journal, Projection memory, DispatcherMetrics metrics, DispatcherStatus status,
    DispatchSettings settings, TimeProvider time, Random random, ILogger<Run> logger)
{
    /// <summary>So many failures in a row are the provider's, not the mails': spare the others.</summary>
    private const int FailuresInARow = 3;

    private readonly ProviderBackoff _rest = new(time, random);

    /// <param name="stopping">Ends the run between two mails; what is in hand is finished and settled.</param>
    /// <exception cref="Broker.Connecting.BrokerLostException">The broker is gone; the request knows what is done.</exception>
    public async Task<RunResult> ExecuteAsync(RunRequest request, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = Stopwatch.GetTimestamp();
        var sentBefore = request.Sent;
        var resting = request.Kind == RunKind.Tick && _rest.IsOn;
        var left = resting ? null : request.Kind == RunKind.Tick ? await credits.CurrentAsync(stopping) : await credits.ReadAsync(stopping);
        var intake = await shelf.TakeAsync(stopping);
        await intake.FillAsync(stopping);
        await intake.ExpireAsync();
        await topics.TidyAsync(intake);
        await coalescing.SettleAsync(intake);

        var paused = memory.PausedBy is not null;
        var maySend = left is { Most: > 0 } && !paused;
        var halt = resting ? null : await uncertain.ClearUpAsync(intake, maySend, stopping);
        if (halt is null && left is not null && !paused)
            halt = await SendChosenAsync(request, intake, left, stopping);
        await coalescing.SettleAsync(intake);

        if (!resting) NoteRest(left, halt);
        var result = Conclude(request, intake, left, paused, resting, halt, request.Sent - sentBefore, stopping);
        status.Took(intake, time.GetUtcNow());
        await shelf.PutBackAsync(takeAnew: result.Outcome == "continued");
        await ReportAsync(request, intake, result, request.Sent - sentBefore, Stopwatch.GetElapsedTime(started));
        return result;
    }

    private async Task<SendResult.Halt?> SendChosenAsync(RunRequest request, Intake intake, CreditsLeft left, CancellationToken stopping)
    {
        var choice = coalescing.ChoiceOf(intake.Candidates.Values, left);
        var decision = policy.Decide(new Situation
        {
            Kind = request.Kind,
            Now = time.GetUtcNow(),
            Waiting = choice.Waiting,
            Credits = left,
            CreditsADay = settings.CreditsADay,
            History = memory.HistoryBefore(time.GetUtcNow()),
            AlreadySent = request.Sent,
        });
        Log.Decided(logger, request.Kind, decision.Send.Count, decision.Reason);

        SendResult.Halt? halt = null;
        var failures = 0;
        var taken = false;
        // With a daily allowance, strictly one after the other: the most urgent first, and a fault stops the rest.
        var degree = left is CreditsLeft.Today ? 1 : settings.Concurrency;
        await Parallel.ForEachAsync(decision.Send, new ParallelOptions { MaxDegreeOfParallelism = degree }, async (mail, _) =>
        {
            if (halt is not null || stopping.IsCancellationRequested) return;
            var candidate = intake.Candidates[mail.Id];
            var sending = await sender.SendAsync(intake, candidate, choice.Along(mail.Id));
            request.CountSent();
            taken |= candidate.State.Settled is Settlement.Sent;
            if (sending is SendResult.Halt stop) halt = stop;
            failures = sending is SendResult.Failed ? failures + 1 : 0;
            if (failures >= FailuresInARow) halt = new SendResult.Halt($"{FailuresInARow} mails failed in a row");
        });
        if (halt is { IsQuota: true }) await credits.GoneAsync();
        if (halt is null && taken && memory.ProviderFault is not null)
            await journal.AppendAsync(new JournalEvent.ProviderFault { At = time.GetUtcNow(), Open = false, Reason = "the provider takes mails again" });
        return halt;
    }

    private void NoteRest(CreditsLeft? left, SendResult.Halt? halt)
    {
        if (left is null || halt is { IsQuota: false })
            _rest.Begin(halt?.Until);
        else
            _rest.End();
    }

    private RunResult Conclude(
        RunRequest request, Intake intake, CreditsLeft? left, bool paused, bool resting, SendResult.Halt? halt, int sent, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var retry = RetryTimes.Next(request.Interruptions + 1, now, random.NextDouble());
        if (stopping.IsCancellationRequested) return new RunResult("interrupted", "the dispatcher stops");
        if (paused) return new RunResult("paused", $"paused by {memory.PausedBy}");
        if (resting) return new RunResult("provider", "the provider is left alone for a while");
        if (left is null) return new RunResult("credits_unknown", "the credits left are unknown", retry);
        if (halt is { IsQuota: true }) return new RunResult("provider", halt.Reason);
        if (halt is not null) return new RunResult("provider", halt.Reason, halt.Until ?? retry);
        // What the window could not hold has not been chosen from yet; without credits or allowance a further part sends nothing, and ends.
        if (intake.Beyond.Count > 0 && sent > 0) return new RunResult("continued", "more waits than the window holds", now);
        var retries = intake.Candidates.Values.Select(c => c.State.NotBefore).Where(at => at > now).Min();
        return retries is null
            ? new RunResult("done", "done")
            : new RunResult("retries", "done, but for mails to be tried again", retries);
    }

    private async Task ReportAsync(RunRequest request, Intake intake, RunResult result, int sent, TimeSpan took)
    {
        // A look that finds nothing to do is no event.
        if (request.Kind == RunKind.Tick && sent == 0) return;
        var waiting = intake.Candidates.Count + intake.Beyond.Count;
        var kind = NameOf(request.Kind);
        metrics.RunEnded(kind, result.Outcome, took);
        var at = TimeZoneInfo.ConvertTime(time.GetUtcNow(), settings.Zone);
        var left = memory.Credits.IsUnlimited ? "unlimited" : memory.Credits.Left?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown";
        Log.Ended(logger, kind, at.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), sent, waiting, left, result.Reason);
        await journal.AppendAsync(new JournalEvent.RunEnded
        {
            At = time.GetUtcNow(),
            Run = request.Kind,
            Seconds = took.TotalSeconds,
            Waiting = waiting,
            Sent = sent,
            Result = result.Outcome,
        });
    }

    private static string NameOf(RunKind kind) => kind switch
    {
        RunKind.Hourly => "hourly",
        RunKind.EndOfDay => "end_of_day",
        RunKind.Tick => "tick",
        RunKind.Manual => "manual",
        _ => throw new InvalidOperationException("A kind without a name."),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Kind}: {Count} mails chosen; {Reason}.")]
        public static partial void Decided(ILogger logger, RunKind kind, int count, string reason);

        [LoggerMessage(2, LogLevel.Information, "Run {Run} of {At}: {Sent} attempted, {Waiting} wait, {Left} credits left; {Reason}.")]
        public static partial void Ended(ILogger logger, string run, string at, int sent, int waiting, string left, string reason);
    }
}
