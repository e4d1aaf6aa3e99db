using System.Globalization;
using MailDispatcher.Consumer.Journal;
using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>Events of the dispatcher in words.</summary>
internal static class EventWords
{
    /// <summary>
    /// Newest first, without the readings of the credits that told what was expected; runs between the hours that followed
    /// one another without a fault are one row.
    /// </summary>
    public static IReadOnlyList<EventRow> Of(IReadOnlyList<Fact> newestFirst)
    {
        var rows = new List<EventRow>();
        Fact.CreditsRead? before = null;
        var (runs, attempted) = (0, 0);
        foreach (var fact in newestFirst.Reverse())
        {
            var tellsNothing = fact is Fact.CreditsRead read && before is not null && (read.Expected ?? before.Remaining) == read.Remaining;
            before = fact as Fact.CreditsRead ?? before;
            if (tellsNothing) continue;
            if (fact is Fact.RunEnded { Run: RunKind.Tick, Result: "done" or "retries" } run)
            {
                if (runs > 0) rows.RemoveAt(rows.Count - 1);
                (runs, attempted) = (runs + 1, attempted + run.Sent);
                rows.Add(new EventRow(run.At, LightState.Good, runs == 1 ? "run" : $"{runs} runs", $"{attempted} attempted, {run.Waiting} wait{Result(run.Result)}"));
                continue;
            }

            (runs, attempted) = (0, 0);
            rows.Add(Of(fact));
        }

        rows.Reverse();
        return rows;
    }

    private static EventRow Of(Fact fact) => fact switch
    {
        Fact.Started f => new(f.At, LightState.Good, "started", $"on {f.Instance}, version {f.Version}"),
        Fact.RunEnded f => new(f.At, f.Result is "done" or "interrupted" or "retries" ? LightState.Good : LightState.Warning,
            f.Run == RunKind.Tick ? "run" : $"{NameOf(f.Run)} run",
            $"{f.Sent} attempted, {f.Waiting} wait{Result(f.Result)}"),
        Fact.CreditsRead { Remaining: null } f => new(f.At, LightState.Good, "credits", "the plan has no limit"),
        Fact.CreditsRead f when f.Expected is { } expected && f.Remaining != expected =>
            new(f.At, f.Remaining < expected ? LightState.Warning : LightState.Good, "credits", $"{f.Remaining} left where {expected} were expected"),
        Fact.CreditsRead f => new(f.At, LightState.Good, "credits", $"{f.Remaining} left"),
        Fact.ProviderFault { Open: true } f => new(f.At, LightState.Bad, "provider", $"refuses the account: {f.Reason}"),
        Fact.ProviderFault f => new(f.At, LightState.Good, "provider", f.Reason),
        Fact.DayEnded f => new(f.At, f.Missed == 0 ? LightState.Good : LightState.Warning, "day ended",
            $"{f.Day.ToString("d MMMM", CultureInfo.InvariantCulture)}: {f.Sent} sent, {f.Missed} missed{(f.SufficientCredits is { } enough ? $"; {Clockface.Count(enough, "credit")} a day would have been enough" : "")}"),
        Fact.Operated f => new(f.At, f.Action == "pause" ? LightState.Warning : LightState.Good, f.Action, $"by {f.By}"),
        _ => new(fact.At, LightState.Unknown, "event", fact.GetType().Name),
    };

    public static string NameOf(RunKind kind) => kind switch
    {
        RunKind.Hourly => "hourly",
        RunKind.EndOfDay => "end of day",
        RunKind.Tick => "between",
        RunKind.Manual => "manual",
        _ => throw new InvalidOperationException("A kind without a name."),
    };

    private static string Result(string result) => result switch
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
