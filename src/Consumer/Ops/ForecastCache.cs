using System.Diagnostics;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// What will become of the mails that wait, the one forecast for page, commands and gauges: worked out when somebody asks,
/// from the last look into the pending queue, and kept for a few seconds. A pause is not foreseen to last: it has an alert of its own.
/// </summary>
public sealed class ForecastCache(
    IForecaster forecaster, CoalesceRule coalescing, DispatcherStatus status, DispatchSettings settings, ValueTable values, CreditDay day, TimeProvider time)
{
    // Real time: it spares the processor, whatever the clock.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private ForecastByMail? _last;
    private long _madeAt;

    /// <summary>Null before the first look, and while nobody knows the credits: a forecast on a guess is none. Safe for concurrent use.</summary>
    public ForecastByMail? Current()
    {
        lock (_gate)
        {
            if (status is not { PendingSnapshot: { } look, Memory: { } memory }) return null;
            if (_last is not null && Stopwatch.GetElapsedTime(_madeAt) < Kept) return _last;
            _madeAt = Stopwatch.GetTimestamp();
            var now = time.GetUtcNow();
            if (CreditsAt(memory.Credits, now) is not { } credits) return _last = null;
            // An uncertain mail has perhaps been sent, and a cancel request is none.
            var choice = SendCandidates.Of(coalescing, look.Waiting.Where(c => !c.Request.Cancel && c.Deadline > now), credits, values, now);
            return _last = new ForecastByMail(forecaster.Foresee(SituationOf(choice, credits, memory, now)), choice);
        }
    }

    private Situation SituationOf(SendCandidates choice, CreditsLeft credits, Projection memory, DateTimeOffset now) => new()
    {
        Kind = RunKind.Tick,
        Now = now,
        Waiting = choice.Waiting,
        Credits = credits,
        CreditsADay = settings.CreditsADay,
        History = memory.HistoryBefore(now),
    };

    // A reading of an earlier day says nothing of the credits that have come since.
    private CreditsLeft? CreditsAt(CreditLedger credits, DateTimeOffset now) => credits switch
    {
        { ReadAt: null } => null,
        { IsUnlimited: true } => new CreditsLeft.Unlimited(),
        { Daily: false } => new CreditsLeft.Balance(credits.Left ?? 0),
        _ => new CreditsLeft.Today(day.ResetAfter(credits.ReadAt!.Value) <= now ? settings.CreditsADay : credits.Left ?? 0),
    };
}
