using MailDispatcher.Core.Journal;

namespace MailDispatcher.Web.View;

/// <summary>Events of the dispatcher in words.</summary>
public static class EventWords
{
    /// <summary>
    /// Newest first, without the readings of the credits that told what was expected; runs between the hours that
    /// followed one another without a fault are one row.
    /// </summary>
    public static IReadOnlyList<EventRow> Of(IReadOnlyList<JournalEvent.OfDispatcher> newestFirst)
    {
        var rows = new List<EventRow>();
        JournalEvent.CreditsRead? before = null;
        var (runs, attempted) = (0, 0);
        foreach (var entry in newestFirst.Reverse())
        {
            var tellsNothing =
                entry is JournalEvent.CreditsRead read
                && before is not null
                && (read.Expected ?? before.Remaining) == read.Remaining;
            before = entry as JournalEvent.CreditsRead ?? before;
            if (tellsNothing)
                continue;
            if (
                entry is JournalEvent.RunEnded
                {
                    Run: RunKind.Tick,
                    IsCarriedOut: true,
                    Result: not RunEnding.Paused
                } run
            )
            {
                if (runs > 0)
                    rows.RemoveAt(rows.Count - 1);
                (runs, attempted) = (runs + 1, attempted + run.Sent);
                rows.Add(
                    new EventRow(
                        run.At,
                        EventKind.Run,
                        HealthLevel.Good,
                        runs == 1 ? "run" : $"{runs} runs",
                        $"{attempted} attempted, {run.Waiting} wait{Result(run.Result)}"
                    )
                );
                continue;
            }

            (runs, attempted) = (0, 0);
            rows.Add(entry.Accept(EventReader.Instance, default(ValueTuple)));
        }

        rows.Reverse();
        return rows;
    }

    public static string NameOf(RunKind kind) =>
        kind switch
        {
            RunKind.Hourly => "hourly",
            RunKind.EndOfDay => "end of day",
            RunKind.Tick => "between",
            RunKind.Manual => "manual",
            _ => throw new InvalidOperationException("A kind without a name."),
        };

    /// <summary>What a run's ending adds to its row; empty for one that was carried out in full.</summary>
    internal static string Result(RunEnding result) =>
        result switch
        {
            RunEnding.Done => "",
            RunEnding.Retries => "; some are tried again later",
            RunEnding.Interrupted => "; cut short by a stop",
            RunEnding.Paused => "; dispatching is paused",
            RunEnding.CreditsUnknown => "; the credits are unknown, nothing is sent on a guess",
            RunEnding.Provider => "; the provider cut it short",
            RunEnding.Continued => "; the next one goes on with it",
            _ => throw new InvalidOperationException("An ending without words."),
        };
}
