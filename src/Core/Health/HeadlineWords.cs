using System.Globalization;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Core.Health;

/// <summary>Says in one sentence how things stand: the worst first. Pure.</summary>
internal static class HeadlineWords
{
    public static Headline Of(HealthReading reading, IReadOnlyList<HealthStatus> statuses, TimeFormat clock) =>
        Stopped(reading, statuses, clock) ?? NotAtWork(reading, statuses) ?? OfMail(reading, statuses, clock);

    /// <summary>What keeps every mail back.</summary>
    private static Headline? Stopped(HealthReading reading, IReadOnlyList<HealthStatus> statuses, TimeFormat clock)
    {
        var (broker, provider) = (statuses.Of(HealthPart.Broker), statuses.Of(HealthPart.Provider));
        var (credits, schedule) = (statuses.Of(HealthPart.Credits), statuses.Of(HealthPart.Schedule));
        if (broker.State is HealthLevel.Bad)
            return new(
                HealthLevel.Bad,
                "The broker can't be used: nothing is sent",
                $"The broker {broker.Words}. Waiting mail is safe in the queue; sending goes on by itself once the "
                    + "broker is back."
            );
        if (schedule.State is HealthLevel.Bad)
            return new(
                HealthLevel.Bad,
                "The schedule stands still",
                $"{Sentence(schedule.Words)}. Look into the daemon's log."
            );
        // A standby asks the provider nothing.
        if (reading.Phase is DispatcherPhase.Standby)
            return null;
        if (reading.Provider.AccountFault is not null)
            return new(
                HealthLevel.Bad,
                "The provider refuses the account: nothing is sent",
                $"The provider {provider.Words}. No mail loses an attempt by it; set it right at the provider. "
                    + $"{AtStake(reading, clock)}"
            );
        if (provider.State is HealthLevel.Bad)
            return new(
                HealthLevel.Bad,
                "The provider does not answer: nothing is sent",
                $"The provider {provider.Words}. {AtStake(reading, clock)}"
            );
        if (credits.State is HealthLevel.Bad)
            return new(
                HealthLevel.Bad,
                "The credits are unknown: nothing is sent",
                $"They are {credits.Words}. Nothing is sent on a guess. {AtStake(reading, clock)}"
            );
        if (reading.PausedBy is not null)
            return new(
                HealthLevel.Notice,
                "Dispatching is paused: nothing is sent",
                $"{Sentence(schedule.Words)}. {AtStake(reading, clock)} Resume it when the reason has gone."
            );
        return schedule.Words == HealthModel.NoRun
            ? new(
                HealthLevel.Notice,
                "No run is planned: nothing is sent",
                "Set Schedule__Hourly and Schedule__EndOfDay."
            )
            : null;
    }

    private static Headline? NotAtWork(HealthReading reading, IReadOnlyList<HealthStatus> statuses)
    {
        if (reading.Phase is DispatcherPhase.Standby)
            return new(HealthLevel.Notice, "Standing by", $"{Sentence(statuses.Of(HealthPart.Schedule).Words)}.");
        return
            reading.ToldAt is null
            || statuses.Of(HealthPart.Broker).State is HealthLevel.Unknown
            || statuses.Of(HealthPart.Schedule).State is HealthLevel.Unknown
            ? new(HealthLevel.Unknown, "Not known yet", "The pending queue has not been looked into since the start.")
            : null;
    }

    /// <summary>What will become of the mail, now that all that is known to matter works.</summary>
    private static Headline OfMail(HealthReading reading, IReadOnlyList<HealthStatus> statuses, TimeFormat clock)
    {
        var (misses, waiting) = (reading.Misses, Waiting(reading.Waiting));
        if (statuses.Find(HealthPart.Queue) is { } lost)
            return new(
                HealthLevel.Bad,
                Sentence(lost.Words),
                "Somebody took them out of the queue, or it was emptied. They will not be sent; ask the host apps "
                    + "for them again."
            );
        if (statuses.Find(HealthPart.Templates) is { } templates)
            return Templates(reading, templates, clock);
        if (misses is { Urgent: > 0 })
            return MissesWords.Of(misses, waiting, clock);
        var delivery = statuses.Find(HealthPart.Delivery);
        if (delivery is { State: HealthLevel.Bad })
            return Delivery(delivery, reading);
        var uncertain = statuses.Find(HealthPart.Uncertain);
        if (uncertain is { State: HealthLevel.Bad })
            return Uncertain(uncertain, reading);
        if (reading.Parked > 0)
            return Parked(reading, statuses, clock);
        if (statuses.Of(HealthPart.Provider) is { State: HealthLevel.Notice } provider)
            return new(
                HealthLevel.Notice,
                "The provider did not answer the last call",
                $"The provider {provider.Words}. {AtStake(reading, clock)}"
            );
        if (delivery is not null)
            return Delivery(delivery, reading);
        if (misses is { Count: > 0 })
            return MissesWords.Of(misses, waiting, clock);
        if (uncertain is not null)
            return Uncertain(uncertain, reading);
        if (IsUncompared(reading))
            return new(
                HealthLevel.Unknown,
                "Nothing waits in the queue",
                "Whether every mail that was asked for is settled is told once journal and queues are compared."
            );
        if (reading.Waiting == 0)
            return new(
                HealthLevel.Good,
                "Nothing waits",
                $"Every mail that was asked for is settled. {Enough(reading)}".TrimEnd()
            );
        if (misses is null)
            return new(HealthLevel.Unknown, waiting, "There is no forecast of which of them will be on time.");
        if (statuses.FirstOrDefault(l => l.State is HealthLevel.Unknown) is { } unknown)
            return new(
                HealthLevel.Unknown,
                $"{waiting}; whether they will be on time is not known",
                $"{Sentence(unknown.Name)}: {unknown.Words}. {AtStake(reading, clock)}"
            );
        return new(
            HealthLevel.Good,
            "All urgent mail will be on time",
            $"{waiting} and none will miss its deadline. {Enough(reading)}".TrimEnd()
        );
    }

    private static Headline Templates(HealthReading reading, HealthStatus status, TimeFormat clock)
    {
        var stuck = reading.UnusableTemplates.Where(t => t.Waiting > 0).ToList();
        var due = stuck.Min(t => t.FirstDue);
        return new(
            HealthLevel.Bad,
            $"{TimeFormat.Count(stuck.Sum(t => t.Waiting), "mail")} can't be sent: "
                + $"{(stuck.Count == 1 ? "a template" : "templates")} can't be used",
            $"{Sentence(status.Words)}. "
                + (
                    due is { } at
                        ? $"The first is due {clock.At(at)}; mend the template at the provider before."
                        : "Mend it at the provider."
                )
        );
    }

    // An empty queue tells nothing of mail that somebody took out of it.
    private static bool IsUncompared(HealthReading reading) => reading is { Waiting: 0, MissingFromQueue: null };

    private static Headline Uncertain(HealthStatus status, HealthReading reading) =>
        new(
            status.State,
            Sentence(status.Words),
            $"Each is cleared up before anything else is done with it. {Waiting(reading.Waiting)}."
        );

    private static Headline Delivery(HealthStatus status, HealthReading reading) =>
        new(
            status.State,
            Sentence(status.Words),
            $"Look at the addresses, or at the sender's standing with the provider. {Waiting(reading.Waiting)}."
        );

    private static Headline Parked(HealthReading reading, IReadOnlyList<HealthStatus> statuses, TimeFormat clock)
    {
        var others = reading.Misses switch
        {
            null => "",
            { Count: > 0 } misses => $" {TimeFormat.Count(misses.Count, "later mail")} will miss.",
            _ when IsUncompared(reading) || statuses.Any(l => l.State is not HealthLevel.Good) =>
                " Whether all others will be on time is not known.",
            _ => " All others will be on time.",
        };
        return new(
            HealthLevel.Notice,
            $"{TimeFormat.Count(reading.Parked, "parked mail")} {(reading.Parked == 1 ? "needs" : "need")} a person"
                + (reading.ParkedFirstDue is { } at ? $", the first is due {clock.At(at)}" : ""),
            $"Nothing sends them until somebody retries or discards them.{others} {Waiting(reading.Waiting)}."
        );
    }

    /// <summary>Until when it would still be in time.</summary>
    private static string AtStake(HealthReading reading, TimeFormat clock)
    {
        if (reading.Waiting == 0)
            return "Nothing waits for it now.";
        var until = reading.Schedule.IsContinuous
            ? reading.FirstDue
            : reading.Schedule.LastBeforeFirstDue ?? reading.FirstDue;
        return until is not { } at ? $"{Waiting(reading.Waiting)}."
            : at <= clock.Now ? $"{Waiting(reading.Waiting)}, and the first is late already."
            : $"{Waiting(reading.Waiting)}; until {clock.At(at)} it would still be in time for all of them.";
    }

    private static HealthStatus Of(this IReadOnlyList<HealthStatus> statuses, HealthPart part) =>
        statuses.First(status => status.Part == part);

    private static HealthStatus? Find(this IReadOnlyList<HealthStatus> statuses, HealthPart part) =>
        statuses.FirstOrDefault(status => status.Part == part);

    private static string Waiting(int count) =>
        count == 1 ? "1 mail waits" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} mails wait";

    private static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    private static string Enough(HealthReading reading) =>
        reading is { CreditsAreDaily: true, Misses.TodaySuffices: { } chance }
            ? $"Judged by past days like this one, today's credits suffice with a chance of "
                + $"{Math.Round(chance * 100).ToString(CultureInfo.InvariantCulture)} %."
            : "";
}
