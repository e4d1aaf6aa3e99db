using System.Globalization;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>Says in one sentence how things stand: the worst first. Pure.</summary>
internal static class Verdicts
{
    public static Headline Of(IReadOnlyList<Light> lights, int waiting, MissesAhead? misses, CreditsToday credits, IReadOnlyList<ParkedGroup> parked,
        DateTimeOffset? lookedAt, bool paused, Clockface clock)
    {
        var (broker, provider, schedule) = (lights[0], lights[1], lights[2]);
        if (broker.State is LightState.Bad)
            return new(LightState.Bad, "The broker can't be used: nothing is sent", $"The broker {broker.Words}. Waiting mail is safe in the queue; sending goes on by itself once the broker is back.");
        if (provider.State is LightState.Bad)
            return new(LightState.Bad, "The provider refuses the account: nothing is sent", $"The provider {provider.Words}. No mail loses an attempt by it; set it right at the provider.");
        if (schedule.State is LightState.Bad)
            return new(LightState.Bad, "The schedule stands still", $"{char.ToUpperInvariant(schedule.Words[0])}{schedule.Words[1..]}. Look into the daemon's log.");
        if (paused) return new(LightState.Warning, "Dispatching is paused: nothing is sent", $"{Waiting(waiting)}; {schedule.Words}. Resume it when the reason has gone.");
        if (schedule.Words == Lights.NoRun) return new(LightState.Warning, "No run is planned: nothing is sent", "Set Schedule__Hourly and Schedule__EndOfDay.");
        if (schedule.State is LightState.Warning) return new(LightState.Warning, "Standing by", $"{char.ToUpperInvariant(schedule.Words[0])}{schedule.Words[1..]}.");
        if (lookedAt is null || broker.State is LightState.Unknown)
            return new(LightState.Unknown, "Not known yet", "The waiting room has not been looked into since the start.");
        if (misses is { Urgent: > 0 }) return Misses(misses, waiting, clock);
        if (parked.Count > 0) return Parked(parked, misses, waiting, clock);
        if (misses is { Count: > 0 }) return Misses(misses, waiting, clock);
        if (waiting == 0) return new(LightState.Good, "Nothing waits", $"Every mail that was asked for is settled. {Enough(misses, credits)}".TrimEnd());
        if (misses is null) return new(LightState.Unknown, $"{Waiting(waiting)}", "There is no forecast of which of them will be on time.");
        return new(LightState.Good, "All urgent mail will be on time", $"{Waiting(waiting)} and none will miss its deadline. {Enough(misses, credits)}".TrimEnd());
    }

    private static Headline Misses(MissesAhead misses, int waiting, Clockface clock)
    {
        var first = misses.First is { } at ? $", the first at {clock.At(at)}" : "";
        var title = misses.Urgent > 0
            ? $"{Clockface.Count(misses.Urgent, "urgent mail")} will miss within 24 hours{first}"
            : $"All urgent mail will be on time; {Clockface.Count(misses.Count, "later mail")} will miss{first}";
        var later = misses.Urgent > 0 && misses.Count > misses.Urgent ? $"{Clockface.Count(misses.Count - misses.Urgent, "later one")} will miss too. " : "";
        var them = misses.BeyondHelp > 0 ? $"all but {Clockface.Number(misses.BeyondHelp)} of them" : later.Length > 0 ? "them all" : "them";
        var saved = misses.CreditsNeeded switch
        {
            null => "More credits would not save them. ",
            0 => "",
            { } needed => $"{Clockface.Count(needed, "more credit")} would save {them}. ",
        };
        return new(misses.Urgent > 0 ? LightState.Bad : LightState.Warning, title, $"{later}{saved}{Waiting(waiting)}.");
    }

    private static Headline Parked(IReadOnlyList<ParkedGroup> parked, MissesAhead? misses, int waiting, Clockface clock)
    {
        var count = parked.Sum(group => group.Count);
        var due = parked.SelectMany(group => group.Mails).Min(mail => mail.Deadline > clock.Now ? mail.Deadline : null);
        var others = misses switch
        {
            null => "",
            { Count: > 0 } => $" {Clockface.Count(misses.Count, "later mail")} will miss.",
            _ => " All others will be on time.",
        };
        return new(LightState.Warning,
            $"{Clockface.Count(count, "parked mail")} {(count == 1 ? "needs" : "need")} a person{(due is { } at ? $", the first is due {clock.At(at)}" : "")}",
            $"Nothing sends them until somebody retries or discards them.{others} {Waiting(waiting)}.");
    }

    private static string Waiting(int count) => count == 1 ? "1 mail waits" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} mails wait";

    private static string Enough(MissesAhead? misses, CreditsToday credits) => misses?.TodaySuffices is { } chance && credits is { IsDaily: true, Left: not null }
        ? $"Judged by past days like this one, today's credits suffice with a chance of {Math.Round(chance * 100).ToString(CultureInfo.InvariantCulture)} %."
        : "";
}
