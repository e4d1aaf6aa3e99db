using System.CommandLine;
using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer status</c>: the page's verdict, statuses, credits and next sends on a terminal.</summary>
internal static class StatusCommand
{
    private const int EventsShown = 5;

    public static Command Create()
    {
        var options = new DaemonOptions();
        return options.On(
            new Command(
                "status",
                "How things stand: the page in short; exit code 1 when mail is or will be late or most of it "
                    + "reaches nobody, 3 when nobody knows."
            ),
            async (client, parsed, cancel) =>
            {
                var json = (await client.ReadAsync("api/status", cancel))!;
                var snapshot = DaemonClient.Parse(json, OpsJson.Default.OpsSnapshot);
                if (options.AsJson(parsed))
                    Console.WriteLine(json);
                else
                    Print(snapshot);
                return OverallHealth.ExitCodeOf(snapshot.Headline.State);
            }
        );
    }

    private static void Print(OpsSnapshot snapshot)
    {
        var clock = new TimeFormat(TimeZoneInfo.FindSystemTimeZoneById(snapshot.Zone), snapshot.At);
        Terminal.Write(snapshot.Headline);
        var entries = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var status in snapshot.Health)
            entries.AddRow(
                new Markup($"[{Terminal.Colour(status.State)}]●[/] {Markup.Escape(status.Name)}"),
                new Text(status.Words)
            );
        entries.AddRow(new Text("  credits"), new Text(Credits(snapshot.Credits, clock)));
        foreach (var window in snapshot.Credits.Windows)
            entries.AddRow(
                new Text($"  {window.Window}"),
                new Text(
                    $"{window.Left} left"
                        + (window.MoreAt is { } more ? $", more {clock.At(more)}" : "")
                        + (window.Binds ? "; the one that binds" : "")
                )
            );
        entries.AddRow(
            new Text("  waiting"),
            new Text(
                snapshot.WaitingCount.ToString(CultureInfo.InvariantCulture)
                    + (snapshot.LookedAt is { } looked ? $", looked into {clock.At(looked)}" : ", not looked into yet")
            )
        );
        if (snapshot.HeldCount > 0)
            entries.AddRow(
                new Text("  held"),
                new Text(
                    $"{TimeFormat.Count(snapshot.HeldCount, "mail")}, their persons have had as many as they may"
                        + (
                            snapshot.HeldInStorm > 0
                                ? $"; {TimeFormat.Number(snapshot.HeldInStorm)} of a storm: an app repeats itself"
                                : ""
                        )
                )
            );
        entries.AddRow(
            new Text("  needs a person"),
            new Text($"{snapshot.ParkedCount} parked, {snapshot.Uncertain.Count} uncertain")
        );
        entries.AddRow(
            new Text("  today"),
            new Text(
                $"{snapshot.Today.Sent.Sum()} sent{Troubles(snapshot.Today)}, {snapshot.Today.Expired.Sum()} expired, "
                    + $"{snapshot.Today.Superseded.Sum()} superseded, {snapshot.Today.Parked.Sum()} parked"
            )
        );
        if (snapshot.UnsafePublishes.Count > 0)
            entries.AddRow(
                new Text("  published unsafely"),
                new Text(
                    string.Join(", ", snapshot.UnsafePublishes.Select(count => $"{count.Value} {count.Key}"))
                        + " since the start; consumer conformance shows an app what is wrong"
                )
            );
        if (snapshot.EventsCompleteUntil is { } told)
            entries.AddRow(new Text("  provider's events"), new Text($"known in full until {clock.At(told)}"));
        foreach (var run in snapshot.NextRuns)
            entries.AddRow(new Text($"  {run.Name} run"), new Text($"{clock.At(run.At)}, {clock.Relative(run.At)}"));
        AnsiConsole.Write(entries);
        if (snapshot.NextSends.Count > 0)
            AnsiConsole.Write(WaitingCommand.Table(snapshot.NextSends, clock));
        foreach (var e in snapshot.Events.Take(EventsShown))
            AnsiConsole.WriteLine($"{clock.At(e.At)}  {e.What}: {e.Words}");
    }

    private static string Troubles(DayHours day) =>
        (day.ReachedNobody, day.Complained) switch
        {
            (0, 0) => "",
            (var unreached, 0) => $" ({unreached} of them reached nobody)",
            (0, var complained) => $" ({complained} of them complained)",
            var (unreached, complained) => $" ({unreached} of them reached nobody, {complained} complained)",
        };

    private static string Credits(CreditsToday credits, TimeFormat clock) =>
        credits switch
        {
            { IsUnlimited: true } => $"{credits.Sent} sent today; {credits.LimitInWords()}",
            { Left: { } left, ReadAt: { } read } => $"{left} left, {credits.Sent} sent today, read {clock.At(read)}"
                + (credits.IsDaily ? $", new ones {clock.At(credits.ResetAt)}" : "")
                + (credits.Drift == 0 ? "" : $", drift {credits.Drift}"),
            _ => "not known yet",
        };
}
