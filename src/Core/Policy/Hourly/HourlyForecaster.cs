namespace MailDispatcher.Core.Policy.Hourly;

/// <summary>
/// Plays the hourly policy's coming runs with what waits now: so many at each hourly run, the rest of the day's credits
/// at the day's last run. Supposes that nothing new comes; new mail can only make a mail later.
/// </summary>
/// <param name="mailsPerHour"><c>SENDINBLUE_MAILS_PER_HOUR</c>, 0 or more.</param>
/// <param name="runsAfter">The runs after an instant, in order.</param>
public sealed class HourlyForecaster(
    int mailsPerHour,
    CreditDay day,
    Func<DateTimeOffset, IEnumerable<PlannedRun>> runsAfter,
    DeadlineSettings settings
) : IForecaster
{
    // Nothing that waits longer is forecast.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    /// <summary>A schedule of full hours and one run before each reset.</summary>
    public static Func<DateTimeOffset, IEnumerable<PlannedRun>> FullHours(
        CreditDay day,
        TimeSpan endOfDayBeforeReset
    ) => now => FullHoursAfter(now, day, endOfDayBeforeReset);

    public Forecast Foresee(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var goes = Play(situation, furtherCredits: 0);
        var misses = situation.Waiting.Count - goes.Count;
        var firstRun = runsAfter(situation.Now).Select(run => run.At).FirstOrDefault(DateTimeOffset.MaxValue);
        var (credits, beyondHelp) = ForecastMath.CreditsMissing(
            misses,
            k => situation.Waiting.Count - Play(situation, k).Count,
            forOthers: situation.Waiting.Where(m => !goes.ContainsKey(m)).Sum(m => m.Credits - 1)
        );
        return new Forecast
        {
            MadeAt = situation.Now,
            Mails =
            [
                .. situation.Waiting.Select(m =>
                    goes.TryGetValue(m, out var at)
                        ? (MailForecast)new MailForecast.Goes(m, at) { MissChance = 0 }
                        : new MailForecast.Misses(m, Why(m, firstRun)) { MissChance = 1 }
                ),
            ],
            CreditsMissing = credits,
            BeyondHelp = beyondHelp,
            ChanceThatTodaySuffices = ForecastMath.ChanceThatTodaySuffices(
                situation,
                day,
                settings.Periods,
                settings.Replays
            ),
        };
    }

    private static string Why(WaitingMail mail, DateTimeOffset firstRun) =>
        WaitingGroups.IsLost(mail, mail.Arrived) ? HoldReasons.PutOff(mail)
        : firstRun >= mail.Deadline ? "will miss: no run comes before its deadline"
        : "will miss: mails with sooner deadlines fill every run before it";

    private Dictionary<WaitingMail, DateTimeOffset> Play(Situation situation, int furtherCredits)
    {
        var goes = new Dictionary<WaitingMail, DateTimeOffset>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<WaitingMail>(UrgencyOrder.MostUrgent(situation.Waiting));
        var putOff = new PriorityQueue<WaitingMail, DateTimeOffset>();
        var tooDear = new List<WaitingMail>();
        var left = (int)Math.Min(int.MaxValue, (long)situation.Credits.Most + furtherCredits);
        var reset = day.ResetAfter(situation.Now);
        var windows = new WindowsAhead(situation.Windows ?? [], situation.Now, day, furtherCredits);
        foreach (var (at, isLast) in runsAfter(situation.Now).TakeWhile(run => run.At < situation.Now + Furthest))
        {
            if (at >= reset)
            {
                reset = day.ResetAfter(at);
                if (situation.Credits is CreditsLeft.Today today)
                    left = situation.CreditsADay ?? today.Mails;
            }
            var (allowance, credits) = (isLast ? int.MaxValue : mailsPerHour, Math.Min(windows.LeftAt(at), left));
            while (allowance > 0 && credits > 0 && NextReady(waiting, putOff, at) is { } mail)
            {
                if (mail.Credits > credits)
                {
                    tooDear.Add(mail);
                    continue;
                }

                goes[mail] = at;
                windows.Take(at, mail.Credits);
                allowance--;
                credits -= mail.Credits;
                if (left != int.MaxValue)
                    left -= mail.Credits;
            }
            // They come first at the next run, unless no run will ever have so many.
            var most = situation.Credits is CreditsLeft.Today known ? situation.CreditsADay ?? known.Mails : 0;
            foreach (var mail in tooDear.Where(m => m.Credits <= Math.Min(Math.Max(left, most), windows.MostAtOnce)))
                putOff.Enqueue(mail, at);
            tooDear.Clear();
            if (
                waiting.Count + putOff.Count == 0
                || (left == 0 && (situation.Credits is not CreditsLeft.Today || situation.CreditsADay == 0))
            )
                break;
        }
        return goes;
    }

    private static WaitingMail? NextReady(
        Queue<WaitingMail> waiting,
        PriorityQueue<WaitingMail, DateTimeOffset> putOff,
        DateTimeOffset at
    )
    {
        // What a failed attempt put off comes back between the others; its own deadline decides, not its place.
        while (waiting.TryPeek(out var next) && (next.Deadline <= at || next.NotBefore > at))
            if (waiting.Dequeue() is { } mail && mail.NotBefore is { } until && until > at && until < mail.Deadline)
                putOff.Enqueue(mail, until);
        while (putOff.TryPeek(out var later, out var from) && from <= at)
        {
            putOff.Dequeue();
            if (later.Deadline > at)
                return later;
        }
        return waiting.TryDequeue(out var ready) ? ready : null;
    }

    private static IEnumerable<PlannedRun> FullHoursAfter(
        DateTimeOffset now,
        CreditDay day,
        TimeSpan endOfDayBeforeReset
    )
    {
        for (var start = day.StartOf(day.Of(now)); ; )
        {
            var reset = day.ResetAfter(start);
            var last = reset - endOfDayBeforeReset;
            for (var hour = start; hour < reset; hour = hour.AddHours(1))
            {
                if (hour > now)
                    yield return new PlannedRun(hour, false);
                if (last > now && last >= hour && last < hour.AddHours(1))
                    yield return new PlannedRun(last, true);
            }
            start = reset;
        }
    }
}
