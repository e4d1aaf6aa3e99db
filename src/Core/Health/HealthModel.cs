using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Core.Health;

/// <summary>
/// The one judgement on how things stand. Nothing is vouched for that is not known: a part that nobody can speak for is
/// unknown and never good, and mail is called on time only while all that it depends on works. Pure.
/// </summary>
public static class HealthModel
{
    public const string NoRun = "no run is planned";

    // A run may take a while, and its end is what the journal tells.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    // One lost call is no outage: the next one, a minute later, tells.
    private static readonly TimeSpan LongestBlip = TimeSpan.FromMinutes(1);

    // An hourly run asks the provider each hour; whoever has not been asked for longer may be gone.
    private static readonly TimeSpan AnswerHolds = TimeSpan.FromMinutes(75);

    // Longer than any wait of the loop on the broker.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    // The event log of the provider answers for what is older.
    private static readonly TimeSpan UncertainClearsUp = TimeSpan.FromMinutes(30);

    public static OverallHealth Judge(HealthReading reading, TimeFormat clock)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(clock);
        HealthStatus[] statuses =
        [
            Broker(reading, clock),
            Provider(reading, clock),
            Credits(reading, clock),
            Schedule(reading, clock),
        ];
        HealthStatus?[] others = [Templates(reading), Uncertain(reading, clock), Queue(reading), Delivery(reading)];
        IReadOnlyList<HealthStatus> all = [.. statuses, .. others.OfType<HealthStatus>()];
        return new OverallHealth(HeadlineWords.Of(reading, all, clock), all);
    }

    private static HealthStatus Broker(HealthReading reading, TimeFormat clock)
    {
        var since = reading.BrokerLostAt is { } lost ? $" since {clock.At(lost)}" : "";
        return reading switch
        {
            { BrokerBlocked: { } why } => new(HealthPart.Broker, HealthLevel.Bad, $"takes no messages: {why}"),
            { Phase: DispatcherPhase.Connecting, BrokerProblem: { } why } => new(
                HealthPart.Broker,
                HealthLevel.Bad,
                $"can't be used{since}: {why}"
            ),
            { Phase: DispatcherPhase.Connecting } => new(HealthPart.Broker, HealthLevel.Unknown, "connecting"),
            _ => new(HealthPart.Broker, HealthLevel.Good, "connected"),
        };
    }

    private static HealthStatus Provider(HealthReading reading, TimeFormat clock)
    {
        var provider = reading.Provider;
        var rests = provider.RestsUntil is { } until && until > clock.Now ? $"; asked again {clock.At(until)}" : "";
        return provider switch
        {
            { AccountFault: { } fault } => new(HealthPart.Provider, HealthLevel.Bad, $"refuses the account: {fault}"),
            { FailingSince: { } since } when provider.Failures > 1 || clock.Now - since >= LongestBlip => new(
                HealthPart.Provider,
                HealthLevel.Bad,
                $"has not answered since {clock.At(since)}, {TimeFormat.Count(provider.Failures, "call")}: "
                    + $"{provider.Reason}{rests}"
            ),
            { FailingSince: { } since } => new(
                HealthPart.Provider,
                HealthLevel.Notice,
                $"did not answer at {clock.At(since)}: {provider.Reason}{rests}"
            ),
            { AnsweredAt: null } => new(HealthPart.Provider, HealthLevel.Unknown, "not asked yet"),
            { AnsweredAt: { } at } when clock.Now - at > AnswerHolds => new(
                HealthPart.Provider,
                HealthLevel.Unknown,
                $"last answered {clock.At(at)}"
            ),
            { AnsweredAt: { } at } => new(HealthPart.Provider, HealthLevel.Good, $"answers, last {clock.At(at)}"),
        };
    }

    private static HealthStatus Credits(HealthReading reading, TimeFormat clock) =>
        reading switch
        {
            { CreditsProblem: { } why } => new(HealthPart.Credits, HealthLevel.Bad, $"unknown: {why}"),
            { CreditsReadAt: null } => new(HealthPart.Credits, HealthLevel.Unknown, "not known yet"),
            { CreditsReadAt: { } at } when clock.Now - at > AnswerHolds => new(
                HealthPart.Credits,
                HealthLevel.Unknown,
                $"last told {clock.At(at)}"
            ),
            { CreditsReadAt: { } at } => new(HealthPart.Credits, HealthLevel.Good, $"told {clock.At(at)}"),
        };

    private static HealthStatus Schedule(HealthReading reading, TimeFormat clock)
    {
        var schedule = reading.Schedule;
        return reading switch
        {
            { LoopSilence: { } silence } when silence >= LongestSilence => new(
                HealthPart.Schedule,
                HealthLevel.Bad,
                $"the dispatcher has not moved for {TimeFormat.Span(silence)}"
            ),
            { Phase: DispatcherPhase.Standby } => new(
                HealthPart.Schedule,
                HealthLevel.Notice,
                "another dispatcher is active; this one stands by"
            ),
            { Phase: not DispatcherPhase.Leading } or { ToldAt: null } => new(
                HealthPart.Schedule,
                HealthLevel.Unknown,
                "not at work yet"
            ),
            { PausedBy: { } who } => new(HealthPart.Schedule, HealthLevel.Notice, $"paused by {who}"),
            _ when schedule.IsContinuous => new(HealthPart.Schedule, HealthLevel.Good, "looks for mail all the time"),
            _ when schedule.LastDue is { } due && clock.Now - due > LongestRun && schedule.CarriedOutUntil < due => new(
                HealthPart.Schedule,
                HealthLevel.Bad,
                $"the run of {clock.At(due)} has not ended"
            ),
            _ => schedule.Next is { } next
                ? new(HealthPart.Schedule, HealthLevel.Good, $"next run {clock.At(next)}")
                : new(HealthPart.Schedule, HealthLevel.Notice, NoRun),
        };
    }

    private static HealthStatus? Templates(HealthReading reading)
    {
        var stuck = reading.UnusableTemplates.Where(t => t.Waiting > 0).ToList();
        return stuck.Count == 0
            ? null
            : new(
                HealthPart.Templates,
                HealthLevel.Bad,
                string.Join(
                    "; ",
                    stuck.Select(t =>
                        $"{t.Name} can't be sent ({t.Reason}): {TimeFormat.Count(t.Waiting, "mail")} "
                        + $"wait{(t.Waiting == 1 ? "s" : "")} on it"
                    )
                )
            );
    }

    private static HealthStatus? Uncertain(HealthReading reading, TimeFormat clock) =>
        reading.Uncertain == 0
            ? null
            : new(
                HealthPart.Uncertain,
                reading.UncertainElsewhere > 0 || clock.Now - reading.UncertainSince > UncertainClearsUp
                    ? HealthLevel.Bad
                    : HealthLevel.Notice,
                $"of {TimeFormat.Count(reading.Uncertain, "mail")} nobody knows whether the provider took "
                    + $"{(reading.Uncertain == 1 ? "it" : "them")}"
                    + (reading.UncertainSince is { } since ? $", since {clock.At(since)}" : "")
                    + (
                        reading.UncertainElsewhere > 0
                            ? $"; {TimeFormat.Number(reading.UncertainElsewhere)} went to another provider than "
                                + "Provider__Kind names now: set it back until they are settled, or they are parked"
                            : ""
                    )
            );

    private static HealthStatus? Queue(HealthReading reading) =>
        reading.MissingFromQueue is not > 0
            ? null
            : new(
                HealthPart.Queue,
                HealthLevel.Bad,
                $"{TimeFormat.Count(reading.MissingFromQueue.Value, "mail")} that the journal knows to wait "
                    + $"{(reading.MissingFromQueue == 1 ? "is" : "are")} not in the pending queue"
            );

    private static HealthStatus? Delivery(HealthReading reading) =>
        reading.LastDay is not { } sends || DeliveryRule.LevelOf(sends) is var level && level is HealthLevel.Good
            ? null
            : new(
                HealthPart.Delivery,
                level,
                $"{TimeFormat.Number(sends.ReachedNobody)} of {TimeFormat.Count(sends.Sent, "mail")} sent in the last "
                    + "day reached nobody"
            );
}
