namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// Foresees the deadline policy by its own plans: a mail goes when most plans keep it, or when its last call would find
/// it worth a credit. When it goes follows from the reserve: what can wait leaves as the reserve line falls.
/// </summary>
public sealed class DeadlineForecaster(CreditDay day, DeadlineSettings settings) : IForecaster
{
    public Forecast Foresee(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var aging = new AgingRule(situation, day, settings);
        var forecast = ForeseeByValue(aging.Situation);
        if (ReferenceEquals(aging.Situation, situation))
            return forecast;
        return forecast with
        {
            Mails = [.. forecast.Mails.Select(mail => mail with { Mail = aging.AsGiven(mail.Mail) })],
            Decision = forecast.Decision is { } decision
                ? decision with
                {
                    WhyKeptBack = mail => decision.WhyKeptBack(aging.Of(mail)),
                }
                : null,
        };
    }

    private Forecast ForeseeByValue(Situation situation)
    {
        var decision = new DeadlinePolicy(day, settings).DecideByValue(situation);
        var now = new HashSet<WaitingMail>(decision.Send, ReferenceEqualityComparer.Instance);
        if (situation.Credits is not CreditsLeft.Today && situation.Windows is null)
            return WithoutDailyLimit(situation, now) with { Decision = decision };

        var plans = PlanSet.Of(situation, day, settings);
        var credits = plans.Capacity.Credits;
        var goesNow = now.Sum(m => m.Credits);
        // What goes now is paid for, also where it costs more than the plans had put on today; they promise the rest.
        var promised = plans.Waiting.CreditsOfCopies > 0 ? PlanSet.Of(Without(now), day, settings) : plans;
        var lastCalls = new LastCalls(plans, settings.LastCall);
        var kept = Kept(promised, promised == plans ? lastCalls : new LastCalls(promised, settings.LastCall), now);
        var times = new SendTimes(plans, credits, day, settings, now, kept);
        var more = goesNow < situation.MostNow ? KeptBackUntil(situation.Windows) : null;
        var within =
            situation.Windows?.Any(IsShort) == true
                ? SendTimes.Within(situation.Windows, kept.Select(m => (m, Planned(m))), situation.Now, day)
                : null;
        Situation Without(HashSet<WaitingMail> gone) =>
            situation with
            {
                Waiting = [.. situation.Waiting.Where(m => !gone.Contains(m))],
                Credits = new CreditsLeft.Today(situation.Credits.Most - goesNow),
                CreditsADay = situation.CreditsADay ?? situation.Credits.Most,
                Windows = situation.Windows?.Select(w => w with { Left = Math.Max(0, w.Left - goesNow) }).ToList(),
            };

        // What the window alone keeps back goes as soon as it has more; what it has left now is kept for urgent mail.
        DateTimeOffset Planned(WaitingMail mail)
        {
            if (goesNow == situation.MostNow && mail.Deadline <= plans.Horizon.Reset)
                return mail.NotBefore is { } until && until > situation.Now ? until : situation.Now;
            var at = times.Of(mail);
            return more > at && more < mail.Deadline && !now.Contains(mail) ? more.Value : at;
        }

        var reasons = new string?[plans.Waiting.Groups.Length];
        var chances = new MissChances(plans);
        var worthNow = new HashSet<WaitingMail>(plans.WorthACredit(), ReferenceEqualityComparer.Instance);
        var mails = new MailForecast[situation.Waiting.Count];
        var next = 0;
        foreach (var mail in situation.Waiting)
            mails[next++] = Of(mail);

        MailForecast Of(WaitingMail mail)
        {
            if (kept.Contains(mail))
                return new MailForecast.Goes(mail, within?[mail] ?? times.Of(mail))
                {
                    MissChance = now.Contains(mail) ? 0 : Math.Min(0.5, ChanceOf(mail)),
                };
            return plans.Waiting.IndexOf(mail) is >= 0 and var group
                ? new MailForecast.Misses(mail, reasons[group] ??= Why(group, plans, credits))
                {
                    MissChance = Math.Max(0.5, chances.Of(mail)),
                }
                : new MailForecast.Misses(mail, HoldReasons.PutOff(mail)) { MissChance = 1 };
        }

        double ChanceOf(WaitingMail mail) =>
            mail.Deadline <= plans.Horizon.Reset && !worthNow.Contains(mail)
                ? lastCalls.ChanceOfFlood(mail)
                : chances.Of(mail);

        var misses = mails.Length - kept.Count;
        var (missing, beyondHelp) = ForecastMath.CreditsMissing(
            misses,
            k => Math.Min(misses, mails.Length - HowManyKept(plans.WithMoreToday(k, settings), lastCalls)),
            forOthers: Further(mails) + (int)Math.Ceiling(plans.All.Max(p => p.ExpectedToday))
        );
        return new Forecast
        {
            MadeAt = situation.Now,
            Mails = mails,
            CreditsMissing = missing,
            BeyondHelp = beyondHelp,
            ChanceThatTodaySuffices = ForecastMath.ChanceThatTodaySuffices(
                situation,
                day,
                settings.Periods,
                settings.Replays
            ),
            Decision = decision,
        };
    }

    // Until when the policy keeps the rest of a short window that binds.
    private static DateTimeOffset? KeptBackUntil(IReadOnlyList<WindowCredits>? windows) =>
        windows is not null && WindowCredits.Binding(windows) is { } binding && IsShort(binding)
            ? binding.MoreAt
            : null;

    private static bool IsShort(WindowCredits credits) =>
        credits.Window is Window.Hour or Window.Rolling { Length.TotalDays: < 1 };

    private Forecast WithoutDailyLimit(Situation situation, HashSet<WaitingMail> now)
    {
        var left = situation.Credits.Most - now.Sum(m => m.Credits);
        var mails = situation
            .Waiting.Select(m =>
                now.Contains(m) ? (MailForecast)new MailForecast.Goes(m, situation.Now) { MissChance = 0 }
                : WaitingGroups.IsLost(m, situation.Now)
                    ? new MailForecast.Misses(m, HoldReasons.PutOff(m)) { MissChance = 1 }
                : IsPaid(m) ? new MailForecast.Goes(m, m.NotBefore ?? situation.Now) { MissChance = 0 }
                : new MailForecast.Misses(m, "will miss: the credits that were bought are used up") { MissChance = 1 }
            )
            .ToArray();
        var misses = mails.Count(m => m is MailForecast.Misses);
        var lost = situation.Waiting.Count(m => WaitingGroups.IsLost(m, situation.Now));
        var (missing, beyondHelp) = ForecastMath.CreditsMissing(
            misses,
            k => Math.Max(lost, misses - Saved(k)),
            forOthers: Further(mails)
        );
        return new Forecast
        {
            MadeAt = situation.Now,
            Mails = mails,
            CreditsMissing = missing,
            BeyondHelp = beyondHelp,
            ChanceThatTodaySuffices = ForecastMath.ChanceThatTodaySuffices(
                situation,
                day,
                settings.Periods,
                settings.Replays
            ),
        };

        bool IsPaid(WaitingMail mail)
        {
            if (mail.Credits > left)
                return false;
            left -= mail.Credits;
            return true;
        }

        // The cheapest first; what costs most is saved last.
        int Saved(int credits) =>
            mails
                .Where(m => m is MailForecast.Misses && !WaitingGroups.IsLost(m.Mail, situation.Now))
                .Select(m => m.Mail.Credits)
                .Order()
                .TakeWhile(cost => (credits -= cost) >= 0)
                .Count();
    }

    // What the mails that miss cost beyond one credit each.
    private static int Further(IEnumerable<MailForecast> mails) =>
        mails.Where(m => m is MailForecast.Misses).Sum(m => m.Mail.Credits - 1);

    private static HashSet<WaitingMail> Kept(PlanSet plans, LastCalls lastCalls, HashSet<WaitingMail> now)
    {
        var kept = plans.BestByMost(Enumerable.Range(0, plans.Waiting.Groups.Length).Except(plans.DueToday));
        kept.UnionWith(lastCalls.WorthACredit(plans));
        kept.UnionWith(now);
        return kept;
    }

    private static int HowManyKept(PlanSet plans, LastCalls lastCalls) =>
        Enumerable.Range(0, plans.Waiting.Groups.Length).Except(plans.DueToday).Sum(plans.KeptByMost)
        + lastCalls.WorthACredit(plans).Count();

    private static string Why(int group, PlanSet plans, Credits credits)
    {
        var (level, last) = (plans.Waiting.Groups[group].Level, plans.Waiting.Groups[group].Last);
        var waiting = Enumerable
            .Range(0, group)
            .Where(g => plans.Waiting.Groups[g].Level > level)
            .Sum(g => plans.Waiting.Counts[g]);
        var expected = plans
            .Scenarios.Select(o => o.DearerUntil(level, last, plans.Horizon.Second))
            .Order()
            .ElementAt(plans.Scenarios.Count / 2);
        return $"will miss: {waiting} more urgent mails wait and about {expected} are expected before its deadline, "
            + $"for {credits.Today + (long)credits.ADay * plans.Horizon.FirstDay(last)} credits";
    }
}
