using System.Diagnostics;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Policy;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// What will become of the mails that wait, the one forecast for page, commands and gauges: worked out when somebody
/// asks, from the last look into the pending queue, and kept for a few seconds. A pause is not foreseen to last: it has
/// an alert of its own.
/// </summary>
public sealed class ForecastCache(
    IForecaster forecaster,
    CoalesceRule coalescing,
    DispatcherStatus status,
    DispatchSettings settings,
    CreditDay day,
    TimeProvider time
)
{
    // Real time: it spares the processor, whatever the clock.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private ForecastByMail? _last;
    private long _madeAt;

    /// <summary>
    /// Null before the first look, and while nobody knows the credits: a forecast on a guess is none. Safe for
    /// concurrent use.
    /// </summary>
    public ForecastByMail? Current()
    {
        lock (_gate)
        {
            if (status.View is not { } view)
                return null;
            if (_last is not null && Stopwatch.GetElapsedTime(_madeAt) < Kept)
                return _last;
            _madeAt = Stopwatch.GetTimestamp();
            var now = time.GetUtcNow();
            if (CreditsAt(view, now) is not { } credits)
                return _last = null;
            // An uncertain mail has perhaps been sent, and a cancel request is none.
            var rows = view.Waiting.Where(row => !row.IsCancel && !row.IsInFlight && row.Deadline > now).ToList();
            var resting = view.RestingTemplates.ToDictionary(rest => rest.Template);
            var stuck = rows.Where(row => resting.ContainsKey(row.Waiting.Template)).ToList();
            rows.RemoveAll(row => resting.ContainsKey(row.Waiting.Template));
            var recipients = rows.ToDictionary(row => row.Id, row => row.RecipientKey ?? row.Id.ToString());
            var choice = SendCandidates.Of(
                coalescing,
                rows.ConvertAll(row => row.Waiting),
                mail => recipients[mail.Id],
                credits,
                now
            );
            var foreseen = forecaster.Foresee(SituationOf(choice, credits, view, now));
            if (stuck.Count > 0)
                foreseen = foreseen with
                {
                    BeyondHelp = foreseen.BeyondHelp + stuck.Count,
                    Mails =
                    [
                        .. foreseen.Mails,
                        .. stuck.Select(row => new MailForecast.Misses(
                            row.Waiting,
                            $"will miss unless its template is mended: {resting[row.Waiting.Template].Reason}"
                        )),
                    ],
                };
            return _last = new ForecastByMail(foreseen, choice);
        }
    }

    private Situation SituationOf(SendCandidates choice, CreditsLeft credits, DispatchView view, DateTimeOffset now) =>
        new()
        {
            Kind = RunKind.Tick,
            Now = now,
            Waiting = choice.Waiting,
            Credits = credits,
            CreditsADay = settings.CreditsADay,
            History = view.History,
            Windows = view.Windows.Count == 0 ? null : [.. view.Windows.Select(w => w.At(now, day))],
        };

    // A reading of an earlier day says nothing of the credits that have come since.
    private CreditsLeft? CreditsAt(DispatchView view, DateTimeOffset now) =>
        view.Credits switch
        {
            { ReadAt: null } => null,
            { IsUnlimited: true } => new CreditsLeft.Unlimited(),
            { IsDaily: false } => new CreditsLeft.Balance(view.Credits.Left ?? 0),
            _ => new CreditsLeft.Today(
                day.ResetAfter(view.Credits.ReadAt!.Value) <= now ? settings.CreditsADay : view.Credits.Left ?? 0
            ),
        };
}
