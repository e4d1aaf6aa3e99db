using System.Globalization;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>Events of the dispatcher in words.</summary>
public static class EventWords
{
    /// <summary>
    /// Newest first, without the readings of the credits that told what was expected; runs between the hours that
    /// followed one another without a fault are one row.
    /// </summary>
    public static IReadOnlyList<EventRow> Of(IReadOnlyList<JournalEvent> newestFirst)
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
            if (entry is JournalEvent.RunEnded { Run: RunKind.Tick, Result: "done" or "retries" } run)
            {
                if (runs > 0)
                    rows.RemoveAt(rows.Count - 1);
                (runs, attempted) = (runs + 1, attempted + run.Sent);
                rows.Add(
                    new EventRow(
                        run.At,
                        HealthLevel.Good,
                        runs == 1 ? "run" : $"{runs} runs",
                        $"{attempted} attempted, {run.Waiting} wait{Result(run.Result)}"
                    )
                );
                continue;
            }

            (runs, attempted) = (0, 0);
            rows.Add(Of(entry));
        }

        rows.Reverse();
        return rows;
    }

    private static EventRow Of(JournalEvent entry) =>
        entry switch
        {
            JournalEvent.Started f => new(f.At, HealthLevel.Good, "started", $"on {f.Instance}, version {f.Version}"),
            JournalEvent.RunEnded f => new(
                f.At,
                f.Result is "done" or "interrupted" or "retries" ? HealthLevel.Good : HealthLevel.Notice,
                f.Run == RunKind.Tick ? "run" : $"{NameOf(f.Run)} run",
                $"{f.Sent} attempted, {f.Waiting} wait{Result(f.Result)}"
            ),
            JournalEvent.CreditsRead { Remaining: null } f => new(
                f.At,
                HealthLevel.Good,
                "credits",
                "the plan has no limit"
            ),
            JournalEvent.CreditsRead f when f.Expected is { } expected && f.Remaining != expected => new(
                f.At,
                f.Remaining < expected ? HealthLevel.Notice : HealthLevel.Good,
                "credits",
                $"{f.Remaining} left where {expected} were expected"
            ),
            JournalEvent.CreditsRead f => new(f.At, HealthLevel.Good, "credits", $"{f.Remaining} left"),
            JournalEvent.ProviderFault { Open: true } f => new(
                f.At,
                HealthLevel.Bad,
                "provider",
                $"refuses the account: {f.Reason}"
            ),
            JournalEvent.ProviderFault f => new(f.At, HealthLevel.Good, "provider", f.Reason),
            JournalEvent.TemplateFault f => new(
                f.At,
                f.Open ? HealthLevel.Bad : HealthLevel.Good,
                "template",
                $"{Contracts.MailTemplate.NameOf(f.Template)} {(f.Open ? $"rests: {f.Reason}" : "is sent again")}"
            ),
            JournalEvent.DayEnded f => new(
                f.At,
                f.Missed == 0 ? HealthLevel.Good : HealthLevel.Notice,
                "day ended",
                $"{f.Day.ToString("d MMMM", CultureInfo.InvariantCulture)}: {f.Sent} sent, {f.Missed} "
                    + $"missed{(f.SufficientCredits is { } enough ? $"; {TimeFormat.Count(enough, "credit")} a day would have been enough" : "")}"
            ),
            JournalEvent.Operated f => new(
                f.At,
                f.Action == "pause" ? HealthLevel.Notice : HealthLevel.Good,
                f.Action,
                $"by {f.By}"
            ),
            _ => new(entry.At, HealthLevel.Unknown, "event", entry.GetType().Name),
        };

    public static string NameOf(RunKind kind) =>
        kind switch
        {
            RunKind.Hourly => "hourly",
            RunKind.EndOfDay => "end of day",
            RunKind.Tick => "between",
            RunKind.Manual => "manual",
            _ => throw new InvalidOperationException("A kind without a name."),
        };

    private static string Result(string result) =>
        result switch
        {
            "done" => "",
            "retries" => "; some are tried again later",
            "interrupted" => "; cut short by a stop",
            "paused" => "; dispatching is paused",
            "credits_unknown" => "; the credits are unknown, nothing is sent on a guess",
            "provider" => "; the provider cut it short",
            _ => $"; {result}",
        };
}
