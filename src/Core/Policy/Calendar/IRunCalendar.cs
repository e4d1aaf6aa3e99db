namespace MailDispatcher.Core.Policy.Calendar;

/// <summary>When runs are due.</summary>
public interface IRunCalendar
{
    /// <summary>The first fire after an instant; null when there is none.</summary>
    DateTimeOffset? NextAfter(RunKind kind, DateTimeOffset at);

    /// <summary>The last fire at or before an instant; null when there was none.</summary>
    DateTimeOffset? LatestAt(RunKind kind, DateTimeOffset at);

    /// <summary>All fires after an instant, in order; worked out one by one, perhaps without end.</summary>
    IEnumerable<PlannedRun> RunsAfter(DateTimeOffset at)
    {
        var (hourly, last) = (NextAfter(RunKind.Hourly, at), NextAfter(RunKind.EndOfDay, at));
        while (hourly is not null || last is not null)
        {
            if (last is { } end && (hourly is null || end < hourly))
            {
                yield return new PlannedRun(end, IsLast: true);
                last = NextAfter(RunKind.EndOfDay, end);
            }
            else if (hourly is { } hour)
            {
                yield return new PlannedRun(hour, IsLast: false);
                hourly = NextAfter(RunKind.Hourly, hour);
            }
        }
    }
}
