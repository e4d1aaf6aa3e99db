using System.Globalization;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>Says in one sentence how things stand: the worst first. Pure.</summary>
public static class Headlines
{
    public static Headline Of(IReadOnlyList<HealthStatus> lights, int waiting, MissesAhead? misses, CreditsToday credits, IReadOnlyList<ParkedGroup> parked,
        DateTimeOffset? lookedAt, bool paused, TimeFormat clock)
    {
        var (broker, provider, schedule) = (lights[0], lights[1], lights[2]);
        if (broker.State is HealthLevel.Bad)
            return new(HealthLevel.Bad, "The broker can't be used: nothing is sent", $"The broker {broker.Words}. Waiting mail is safe in the queue; sending goes on by itself once the broker is back.");
        if (provider.State is HealthLevel.Bad)
            return new(HealthLevel.Bad, "The provider refuses the account: nothing is sent", $"The provider {provider.Words}. No mail loses an attempt by it; set it right at the provider.");
        if (schedule.State is HealthLevel.Bad)
            return new(HealthLevel.Bad, "The schedule stands still", $"{char.ToUpperInvariant(schedule.Words[0])}{schedule.Words[1..]}. Look into the daemon's log.");
        if (paused) return new(HealthLevel.Warning, "Dispatching is paused: nothing is sent", $"{Waiting(waiting)}; {schedule.Words}. Resume it when the reason has gone.");
        if (schedule.Words == HealthChecks.NoRun) return new(HealthLevel.Warning, "No run is planned: nothing is sent", "Set Schedule__Hourly and Schedule__EndOfDay.");
        if (schedule.State is HealthLevel.Warning) return new(HealthLevel.Warning, "Standing by", $"{char.ToUpperInvariant(schedule.Words[0])}{schedule.Words[1..]}.");
        if (lookedAt is null || broker.State is HealthLevel.Unknown)
            return new(HealthLevel.Unknown, "Not known yet", "The pending queue has not been looked into since the start.");
        if (misses is { Urgent: > 0 }) return Misses(misses, waiting, clock);
        if (parked.Count > 0) return Parked(parked, misses, waiting, clock);
        if (misses is { Count: > 0 }) return Misses(misses, waiting, clock);
        if (waiting == 0) return new(HealthLevel.Good, "Nothing waits", $"Every mail that was asked for is settled. {Enough(misses, credits)}".TrimEnd());
        if (misses is null) return new(HealthLevel.Unknown, $"{Waiting(waiting)}", "There is no forecast of which of them will be on time.");
        return new(HealthLevel.Good, "All urgent mail will be on time", $"{Waiting(waiting)} and none will miss its deadline. {Enough(misses, credits)}".TrimEnd());
    }

    private static Headline Misses(MissesAhead misses, int waiting, TimeFormat clock)
    {
        var first = misses.First is { } at ? $", the first at {clock.At(at)}" : "";
        var title = misses.Urgent > 0
            ? $"{TimeFormat.Count(misses.Urgent, "urgent mail")} will miss within 24 hours{first}"
            : $"All urgent mail will be on time; {TimeFormat.Count(misses.Count, "later mail")} will miss{first}";
        var later = misses.Urgent > 0 && misses.Count > misses.Urgent ? $"{TimeFormat.Count(misses.Count - misses.Urgent, "later one")} will miss too. " : "";
        var them = misses.BeyondHelp > 0 ? $"all but {TimeFormat.Number(misses.BeyondHelp)} of them" : later.Length > 0 ? "them all" : "them";
        var saved = misses.CreditsNeeded switch
        {
            null => "More credits would not save them. ",
            0 => "",
            { } needed => $"{TimeFormat.Count(needed, "more credit")} would save {them}. ",
        };
        return new(misses.Urgent > 0 ? HealthLevel.Bad : HealthLevel.Warning, title, $"{later}{saved}{Waiting(waiting)}.");
    }

    private static Headline Parked(IReadOnlyList<ParkedGroup> parked, MissesAhead? misses, int waiting, TimeFormat clock)
    {
        var count = parked.Sum(group => group.Count);
        var due = parked.SelectMany(group => group.Mails).Min(mail => mail.Deadline > clock.Now ? mail.Deadline : null);
        var others = misses switch
        {
            null => "",
            { Count: > 0 } => $" {TimeFormat.Count(misses.Count, "later mail")} will miss.",
            _ => " All others will be on time.",
        };
        return new(HealthLevel.Warning,
            $"{TimeFormat.Count(count, "parked mail")} {(count == 1 ? "needs" : "need")} a person{(due is { } at ? $", the first is due {clock.At(at)}" : "")}",
            $"Nothing sends them until somebody retries or discards them.{others} {Waiting(waiting)}.");
    }

    private static string Waiting(int count) => count == 1 ? "1 mail waits" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} mails wait";

    private static string Enough(MissesAhead? misses, CreditsToday credits) => misses?.TodaySuffices is { } chance && credits is { IsDaily: true, Left: not null }
        ? $"Judged by past days like this one, today's credits suffice with a chance of {Math.Round(chance * 100).ToString(CultureInfo.InvariantCulture)} %."
        : "";
}
