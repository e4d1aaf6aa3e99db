namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// When the deadline policy will send a mail that its plans keep. One due today goes at its last call at the latest.
/// One that can wait goes when the reserve line has fallen far enough for it and for all those that are sooner, today
/// or on the next days, from the credits that what is expected leaves.
/// </summary>
internal sealed class SendTimes
{
    private readonly Dictionary<WaitingMail, DateTimeOffset> _planned;
    private readonly HashSet<WaitingMail> _now;
    private readonly Horizon _horizon;
    private readonly DeadlineSettings _settings;

    /// <param name="now">Those that go now.</param>
    /// <param name="kept">Those whose times will be asked for; the others take their credits too.</param>
    public SendTimes(
        PlanSet plans,
        Credits credits,
        CreditDay day,
        DeadlineSettings settings,
        HashSet<WaitingMail> now,
        HashSet<WaitingMail> kept
    )
    {
        (_now, _settings, _horizon) = (now, settings, plans.Horizon);
        var later = Enumerable
            .Range(0, plans.Waiting.Groups.Length)
            .Where(g => plans.Waiting.Groups[g].Last > 0)
            .OrderBy(g => plans.Waiting.Groups[g].Last)
            .ToList();
        _planned = new(kept.Count, ReferenceEqualityComparer.Instance);
        var canWait = later.SelectMany(plans.Waiting.Members).Where(m => !now.Contains(m));
        var dueToday = Enumerable
            .Range(0, plans.Waiting.Groups.Length)
            .Where(g => plans.Waiting.Groups[g].Last == 0)
            .Sum(g => plans.Waiting.Counts[g] * plans.Waiting.Groups[g].Credits);
        var goesNow = now.Sum(m => m.Credits);
        var (start, reset, left, spent) = (_horizon.Now, _horizon.Reset, credits.Today, goesNow + dueToday);
        var perHour = settings.Reserve * credits.ADay / DeadlinePolicy.HoursOfEvenSpread;
        foreach (var mail in canWait)
        {
            if (spent + mail.Credits > left && credits.ADay > 0)
            {
                (start, reset, left, spent) = (reset, day.ResetAfter(reset), credits.ADay, 0);
            }
            var at =
                perHour > 0
                    ? reset - TimeSpan.FromHours(Math.Max((left - spent) / perHour, settings.Sweep.TotalHours))
                    : start;
            spent += mail.Credits;
            if (!kept.Contains(mail))
                continue;
            if (at >= mail.Deadline)
                at = mail.Deadline - settings.LastCall;
            _planned[mail] = at < start && start < mail.Deadline ? start : at;
        }
    }

    public DateTimeOffset Of(WaitingMail mail)
    {
        if (_now.Contains(mail))
            return _horizon.Now;
        var at = _planned.TryGetValue(mail, out var planning)
            ? planning
            : Earlier(mail.Deadline - _settings.LastCall, _horizon.Reset - _settings.Sweep);
        var earliest = mail.NotBefore is { } until && until > _horizon.Now ? until : _horizon.Now;
        return at < earliest ? earliest : at;
    }

    /// <summary>The same where short windows have limits: what one of them can't take goes when it has more.</summary>
    public static IReadOnlyDictionary<WaitingMail, DateTimeOffset> Within(
        IReadOnlyList<WindowCredits> windows,
        IEnumerable<(WaitingMail Mail, DateTimeOffset At)> planned,
        DateTimeOffset now,
        CreditDay day
    )
    {
        var ahead = new WindowsAhead(windows, now, day);
        var times = new Dictionary<WaitingMail, DateTimeOffset>(ReferenceEqualityComparer.Instance);
        var last = now;
        foreach (var (mail, at) in planned.OrderBy(p => p.At).ThenBy(p => p.Mail.Deadline))
        {
            if (ahead.FirstFrom(at > last ? at : last, mail.Credits) is { } free && free < mail.Deadline)
            {
                ahead.Take(free, mail.Credits);
                times[mail] = last = free;
            }
            else
            {
                times[mail] = at;
            }
        }

        return times;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
