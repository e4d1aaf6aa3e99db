using MailDispatcher.Consumer.Settings;
using MailDispatcher.Core.Journal;
using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>
/// Says which runs are due. Those that fell due while no dispatcher was at work are made up for, as long as the next
/// one has not come: their credits would be lost. What is already sent of them counts. A fresh journal has missed
/// nothing.
/// </summary>
internal sealed class MissedRuns(
    DispatchSettings settings,
    IRunCalendar calendar,
    CreditDay day,
    RunQueue due,
    TimeProvider time
)
{
    private static readonly RunKind[] ScheduledKinds = [RunKind.Hourly, RunKind.EndOfDay];

    /// <summary>Posts the runs that the journal tells were missed.</summary>
    public void Post(Projection projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        var now = time.GetUtcNow();
        foreach (var kind in settings.PollsOften ? [] : ScheduledKinds)
        {
            // An end that lies ahead was written by a clock that was wrong.
            if (
                calendar.LatestAt(kind, now) is not { } at
                || projection.DoneUntil(kind) is not { } done
                || (done >= at && done <= now)
            )
                continue;
            due.Post(new RunRequest(kind, now, ValidUntil(kind, at), projection.AttemptedSince(at)));
        }
    }

    /// <summary>
    /// Posts a run that is due now. The deadline policy decides all the time and knows the day's end by itself.
    /// </summary>
    public void PostDue(RunKind kind)
    {
        var now = time.GetUtcNow();
        if (!settings.PollsOften)
            due.Post(new RunRequest(kind, now, ValidUntil(kind, now)));
    }

    // The hour's allowance passes to the next hour's run; the day's credits are lost at the reset.
    private DateTimeOffset ValidUntil(RunKind kind, DateTimeOffset at)
    {
        var reset = day.ResetAfter(at);
        return kind == RunKind.EndOfDay || calendar.NextAfter(kind, at) is not { } next || next > reset ? reset : next;
    }
}
