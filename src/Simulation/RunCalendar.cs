namespace MailDispatcher.Simulation;

/// <summary>When a run is due: a steady beat from each day's start, and one before its end.</summary>
internal sealed class RunCalendar(SimulationRules rules)
{
    private readonly TimeSpan _beat = rules.AtArrivals ? rules.Tick : TimeSpan.FromHours(1);
    private DateTimeOffset _start;

    /// <summary>When the day of the last question ends.</summary>
    public DateTimeOffset Reset { get; private set; }

    private DateTimeOffset EndOfDay => Reset - rules.EndOfDayBeforeReset;

    /// <summary>The first run at that instant or later.</summary>
    public DateTimeOffset AtOrAfter(DateTimeOffset instant)
    {
        Enter(instant);
        var beats = (instant - _start).Ticks;
        var next = _start.AddTicks((beats + _beat.Ticks - 1) / _beat.Ticks * _beat.Ticks);
        if (EndOfDay >= instant && EndOfDay < next)
            next = EndOfDay;
        return next < Reset ? next : Reset;
    }

    public RunKind KindAt(DateTimeOffset instant)
    {
        Enter(instant);
        if (instant == EndOfDay)
            return RunKind.EndOfDay;
        return rules.AtArrivals ? RunKind.Tick : RunKind.Hourly;
    }

    private void Enter(DateTimeOffset instant)
    {
        if (instant >= _start && instant < Reset)
            return;
        _start = rules.Day.StartOf(rules.Day.Of(instant));
        Reset = rules.Day.ResetAfter(instant);
    }
}
