using System.Diagnostics;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Core.Policy;
using MailDispatcher.Engine;
using MailDispatcher.Web.Intake;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>
/// What will become of the mails that wait, the one forecast for page, commands and gauges: worked out when somebody
/// asks, from the last look into the pending queue, and kept for a few seconds. A pause is not foreseen to last: it has
/// an alert of its own.
/// </summary>
internal sealed class ForecastCache(
    IForecaster forecaster,
    CoalesceRule coalescing,
    DispatcherStatus status,
    ValueTable values,
    CreditDay day,
    TimeProvider time
)
{
    // Real time: it spares the processor, whatever the clock.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private const int MostToForesee = 2000;

    private readonly Lock _gate = new();
    private readonly WarnedMails _warned = new();
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
            _warned.Remember(view.Waiting.Where(row => row.IsAtRisk).Select(row => row.Id));
            return _last = ForecastOf(view, [], credits, now, _warned.Keep);
        }
    }

    /// <summary>
    /// What would become of one more mail, asked for now; null where nobody can say, and where so much waits that
    /// looking would hold up others. Safe for concurrent use.
    /// </summary>
    public Prediction? With(Guid id, int template, DateTimeOffset deadline, int credits = 1)
    {
        if (status.View is not { Waiting.Count: <= MostToForesee } view || Current() is not { } without)
            return null;
        var now = time.GetUtcNow();
        if (CreditsAt(view, now) is not { } left)
            return null;
        var value = values.Of(template, now, deadline);
        var mail = new WaitingMail(id, now, deadline, template, value, Credits: credits);
        var with = ForecastOf(view, [mail], left, now, static forecast => forecast);
        return with.Misses(id) is { } misses
            ? new Prediction(!misses, with.SendAt(id), Math.Max(0, Missing(with) - Missing(without) - (misses ? 1 : 0)))
            : null;
    }

    private static int Missing(ForecastByMail forecast) => forecast.Forecast.Mails.Count(m => m is MailForecast.Misses);

    // An uncertain mail has perhaps been sent, and a cancel request is none.
    private ForecastByMail ForecastOf(
        DispatchView view,
        IReadOnlyList<WaitingMail> more,
        CreditsLeft credits,
        DateTimeOffset now,
        Func<Forecast, Forecast> keep
    )
    {
        var added = more.Select(mail => mail.Id).ToHashSet();
        var resting = view.RestingTemplates.ToDictionary(rest => rest.Template);
        var rows = view
            .Waiting.Where(row => !row.IsCancel && !row.IsInFlight && row.Deadline > now && !added.Contains(row.Id))
            .ToList();
        var held = view.HeldPerPerson.ToDictionary(hold => hold.Mail);
        List<WaitingMail> all = [.. rows.Select(row => AsHeld(row.Waiting, held.GetValueOrDefault(row.Id))), .. more];
        var keys = rows.ToDictionary(row => row.Id, row => row.CoalesceKey ?? row.Id.ToString());
        var choice = SendableMails.Of(
            coalescing,
            SituationOf(all.FindAll(mail => !resting.ContainsKey(mail.Template)), credits, view, now),
            day,
            mail => keys.GetValueOrDefault(mail.Id) ?? mail.Id.ToString()
        );
        var foreseen = WithThoseAlong(keep(forecaster.Foresee(choice.Situation)), choice, all);
        var stuck = all.FindAll(mail => resting.ContainsKey(mail.Template))
            .ConvertAll(mail => new MailForecast.Misses(
                mail,
                $"will miss unless its template is mended: {resting[mail.Template].Reason}"
            )
            {
                MissChance = 1,
            });
        if (stuck.Count > 0)
            foreseen = foreseen with
            {
                BeyondHelp = foreseen.BeyondHelp + stuck.Count,
                Mails = [.. foreseen.Mails, .. stuck],
            };
        return new ForecastByMail(foreseen, choice);
    }

    // All that a person's ceiling holds waits for its next opening, and only so many go then.
    private static WaitingMail AsHeld(WaitingMail mail, PersonHold? hold)
    {
        if (hold is null)
            return mail;
        var goes = hold.GoesAt ?? mail.Deadline;
        return mail.NotBefore >= goes ? mail : mail with { NotBefore = goes };
    }

    // When one that others go along with misses, so do they, as things stand.
    private static Forecast WithThoseAlong(Forecast forecast, SendableMails choice, List<WaitingMail> all)
    {
        var misses = forecast.Mails.OfType<MailForecast.Misses>().ToDictionary(miss => miss.Mail.Id);
        var along = all.Where(mail => choice.With(mail.Id) is { } with && misses.ContainsKey(with))
            .Select(mail => (mail, miss: misses[choice.With(mail.Id)!.Value]))
            .Select(one => new MailForecast.Misses(one.mail, one.miss.Why) { MissChance = one.miss.MissChance })
            .ToList();
        return along.Count == 0 ? forecast : forecast with { Mails = [.. forecast.Mails, .. along] };
    }

    private Situation SituationOf(
        IReadOnlyCollection<WaitingMail> waiting,
        CreditsLeft credits,
        DispatchView view,
        DateTimeOffset now
    ) =>
        new()
        {
            Kind = RunKind.Tick,
            Now = now,
            Waiting = waiting,
            Credits = credits,
            CreditsADay = view.CreditsADay,
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
                day.ResetAfter(view.Credits.ReadAt!.Value) <= now ? view.CreditsADay : view.Credits.Left ?? 0
            ),
        };
}
