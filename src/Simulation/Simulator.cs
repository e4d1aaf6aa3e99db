using MailDispatcher.Core.Policy;

namespace MailDispatcher.Simulation;

/// <summary>
/// Plays a trace against a policy: asks it at the same moments and with the same situation as the daemon does, with a
/// provider that accepts everything at once. Learns the arrival history from the trace itself, as the daemon does.
/// </summary>
public sealed class Simulator(IDispatchPolicy policy, SimulationRules rules)
{
    // Long enough for any queue to drain; only mails without credits or with a deadline beyond still wait then.
    private const int DaysAfterTheLastArrival = 400;

    private readonly RunCalendar _clock = new(rules);
    private SentTimes _sent = new();

    /// <summary>
    /// Called after each decision, for those who watch; it is then asked for also while no credit is left.
    /// </summary>
    public Action<Situation, Decision>? Watch { get; init; }

    /// <summary>The result of each mail, in the order of the trace, which need not be sorted.</summary>
    /// <exception cref="InvalidOperationException">The policy sent a mail twice or too late.</exception>
    public IReadOnlyList<MailResult> Play(IReadOnlyList<TraceMail> trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Count == 0)
            return [];
        var room = new SimulatedQueue(trace, rules.Day, rules.Unreachable);
        var end = room.LastArrival.AddDays(
            DaysAfterTheLastArrival + (double)trace.Count / Math.Max(1, rules.Credits.ADay ?? int.MaxValue)
        );
        _sent = new SentTimes();
        var credits = rules.Credits.AtReset;
        var reset = DateTimeOffset.MinValue;
        for (var next = room.NextArrival; next is { } now && now <= end; next = Next(room, credits, now))
        {
            if (now >= reset)
            {
                credits = rules.Credits.AtReset;
                reset = rules.Day.ResetAfter(now);
            }
            room.TakeArrivals(now);
            room.Expire(now);
            if (room.Waiting.Count == 0 || (credits.Most == 0 && Watch is null))
                continue;
            if (!rules.AtArrivals && _clock.AtOrAfter(now) != now)
                continue;
            credits = Run(room, credits, now);
        }
        return room.Results(end);
    }

    private CreditsLeft Run(SimulatedQueue room, CreditsLeft credits, DateTimeOffset now)
    {
        var situation = new Situation
        {
            Kind = _clock.KindAt(now),
            Now = now,
            Waiting = room.Waiting,
            Credits = credits,
            CreditsADay = rules.Credits.ADay,
            History = room.Log.Before(now),
            Windows = WindowsAt(now),
        };
        if (situation.MostNow == 0 && Watch is null)
            return credits;
        var decision = policy.Decide(situation);
        Watch?.Invoke(situation, decision);
        room.Send(decision.Send, now);
        if (decision.Send.Count > situation.MostNow)
            throw new InvalidOperationException("The policy sends more than is allowed.");
        if (rules.Allowance is not null)
            foreach (var _ in decision.Send)
                _sent.Add(now);
        return credits is CreditsLeft.Today today ? new CreditsLeft.Today(today.Mails - decision.Send.Count) : credits;
    }

    private IReadOnlyList<WindowCredits>? WindowsAt(DateTimeOffset now)
    {
        if (rules.Allowance is not { } allowance)
            return null;
        _sent.Forget(now - allowance.LongestMemory);
        return allowance.LeftAt(now, rules.Day, _sent);
    }

    /// <summary>The next instant at which anything can happen; null when nothing ever will.</summary>
    private DateTimeOffset? Next(SimulatedQueue room, CreditsLeft credits, DateTimeOffset now)
    {
        var arrival = room.NextArrival;
        if (room.Waiting.Count == 0)
            return arrival is { } first && !rules.AtArrivals ? _clock.AtOrAfter(first) : arrival;
        if (rules.Credits.ADay == 0)
            return null;
        var run = credits.Most == 0 && Watch is null ? rules.Day.ResetAfter(now) : _clock.AtOrAfter(now.AddTicks(1));
        return rules.AtArrivals && arrival < run && (credits.Most > 0 || Watch is not null) ? arrival : run;
    }
}
