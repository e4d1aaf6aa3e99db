using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Policy;
using MailDispatcher.Web.View;

namespace MailDispatcher.Page.Tests;

/// <summary>States of the dispatcher: a calm Friday afternoon, and what can be wrong with it.</summary>
internal static class Given
{
    public const string Zone = "America/Recife";

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 14, 7, 30, TimeSpan.FromHours(-3));

    private static readonly string[] Templates =
    [
        "confirmation_to_mentor",
        "confirmation_to_mentored",
        "mentoring_cancelled",
        "not_selected",
    ];

    public static OpsSnapshot Calm(int waiting = 87) => Of([.. Enumerable.Range(0, waiting).Select(i => Row(i))]);

    public static OpsSnapshot MissesAhead()
    {
        var snapshot = Of([.. Enumerable.Range(0, 140).Select(i => Row(i, misses: i is >= 6 and < 20 or > 130))]);
        return snapshot with
        {
            Misses = new MissesAhead(23, 14, Now.AddHours(1.6), 21, 2, 0.12),
            Headline = new Headline(
                HealthLevel.Bad,
                "14 urgent mails will miss within 24 hours, the first at 15:43",
                "9 later ones will miss too. 21 more credits would save all but 2 of them. 140 mails wait."
            ),
        };
    }

    public static OpsSnapshot NothingWaiting() =>
        Of([]) with
        {
            Headline = new Headline(HealthLevel.Good, "Nothing waits", "Every mail that was asked for is settled."),
        };

    public static OpsSnapshot BrokerDown() =>
        Of([]) with
        {
            Phase = DispatcherPhase.Connecting,
            Headline = new Headline(
                HealthLevel.Bad,
                "The broker can't be used: nothing is sent",
                "The broker can't be used: Connection refused. Waiting mail is safe in the queue; sending goes on by itself once the broker is back."
            ),
            Health =
            [
                new HealthStatus(HealthPart.Broker, HealthLevel.Bad, "can't be used: Connection refused"),
                new HealthStatus(HealthPart.Provider, HealthLevel.Good, "answers"),
                new HealthStatus(HealthPart.Schedule, HealthLevel.Unknown, "not at work yet"),
            ],
        };

    public static OpsSnapshot Parked(
        string cause = "invalid_parameter",
        string reason = "the provider refused it: email is not valid in to"
    ) =>
        Calm() with
        {
            Headline = new Headline(
                HealthLevel.Notice,
                "19 parked mails need a person, the first is due 17:07",
                "Nothing sends them until somebody retries or discards them. All others will be on time. 87 mails wait."
            ),
            ParkedCount = 19,
            Parked =
            [
                new ParkedGroup(
                    cause,
                    reason,
                    Templates[0],
                    17,
                    Now.AddHours(3),
                    [
                        .. Enumerable
                            .Range(0, 17)
                            .Select(i => new ParkedRow(
                                Id(5000 + i),
                                cause,
                                reason,
                                Now.AddHours(-1 - i),
                                Now.AddHours(3 + i)
                            )),
                    ]
                ),
                new ParkedGroup(
                    "unreadable",
                    "recipient.email: is missing",
                    null,
                    2,
                    null,
                    [
                        new ParkedRow(
                            Id(6000),
                            "unreadable",
                            "recipient.email: is missing",
                            Now.AddHours(-2),
                            null,
                            IsReadable: false
                        ),
                        new ParkedRow(
                            Id(6001),
                            "unreadable",
                            "recipient.email: is missing",
                            Now.AddHours(-3),
                            null,
                            IsReadable: false
                        ),
                    ]
                ),
            ],
            Uncertain =
            [
                new UncertainRow(
                    Id(7000),
                    Now.AddMinutes(-3),
                    Now.AddHours(5),
                    "no answer within 20 s",
                    "It is repeated under the same key."
                ),
            ],
        };

    public static OpsSnapshot Bounced()
    {
        const string Told = "109 of 157 mails sent in the last day reached nobody";
        var calm = Calm();
        return calm with
        {
            Headline = new Headline(
                HealthLevel.Bad,
                Told,
                "Look at the addresses, or at the sender's standing with the provider. 87 mails wait."
            ),
            Health = [.. calm.Health, new HealthStatus(HealthPart.Delivery, HealthLevel.Bad, Told)],
            Today = calm.Today with { ReachedNobody = 109, Complained = 2 },
            EventsCompleteUntil = Now.AddMinutes(-3),
        };
    }

    public static OpsSnapshot PublishedUnsafely() =>
        Calm() with
        {
            UnsafePublishes = new Dictionary<string, long> { ["transient"] = 1204, ["no_zone"] = 7 },
        };

    public static OpsSnapshot Hostile(string text) =>
        Calm(12) with
        {
            Headline = new Headline(HealthLevel.Bad, text, text),
            Waiting = [Row(0) with { Topic = text, Reason = text, Template = text }],
            NextSends = [Row(0) with { Topic = text, Reason = text, Template = text }],
            ParkedCount = 1,
            Parked = [new ParkedGroup(text, text, text, 1, Now, [new ParkedRow(Id(0), text, text, Now, Now)])],
            Uncertain = [new UncertainRow(Id(0), Now, Now, text, "It is repeated.")],
            Events = [new EventRow(Now, EventKind.Start, HealthLevel.Bad, text, text)],
            PausedBy = text,
        };

    public static MailView Mail(int number, string? text = null) =>
        new()
        {
            Id = Id(number),
            State = MailStatus.Pending,
            Template = text ?? Templates[0],
            Topic = text ?? "mentoring-42",
            Recipient = text ?? "Ana Souza <ana@example.com>",
            Arrived = Now.AddHours(-3),
            Deadline = Now.AddHours(5),
            SendAt = Now.AddMinutes(53),
            Misses = false,
            Why = text ?? "place 3 of 12 of the hourly run, by its deadline.",
            Timeline =
            [
                new TimelineStep(Now.AddHours(-3), HealthLevel.Good, "asked", text ?? "seen in the pending queue"),
                new TimelineStep(
                    Now.AddHours(-2),
                    HealthLevel.Notice,
                    "put off",
                    text ?? "no credit is left; any later run may try again"
                ),
            ],
        };

    public static Guid Id(int number) => new(number + 0x1a2b3c00, 7, 7, 0x90, 1, 2, 3, 4, 5, 6, 7);

    private static WaitingRow Row(int i, bool misses = false)
    {
        var deadline = Now.AddHours(0.6 + i * (i < 30 ? 0.35 : 1.1));
        return new WaitingRow
        {
            Id = Id(i),
            Template = Templates[i % Templates.Length],
            Topic = $"mentoring-{400 + i}",
            Urgency = Math.Max(1, 200 - (deadline.Date - Now.Date).Days),
            Arrived = Now.AddHours(-5),
            Deadline = deadline,
            SendAt =
                misses ? null
                : Now.Date.AddHours(15 + i / 12) is var at ? new DateTimeOffset(at, TimeSpan.FromHours(-3))
                : null,
            Misses = misses,
            Reason = misses
                ? "12 more urgent mails fill every run before its deadline"
                : $"place {i % 12 + 1} of 12, by its deadline",
        };
    }

    private static OpsSnapshot Of(IReadOnlyList<WaitingRow> rows) =>
        new()
        {
            At = Now,
            Zone = Zone,
            Version = "1.0.0",
            Phase = DispatcherPhase.Leading,
            Policy = PolicyKind.Hourly,
            Headline = new Headline(
                HealthLevel.Good,
                "All urgent mail will be on time",
                $"{rows.Count} mails wait and none will miss its deadline. Judged by past days like this one, today's credits suffice with a chance of 93 %."
            ),
            Health =
            [
                new HealthStatus(HealthPart.Broker, HealthLevel.Good, "connected"),
                new HealthStatus(HealthPart.Provider, HealthLevel.Good, "answers"),
                new HealthStatus(HealthPart.Schedule, HealthLevel.Good, "next run 15:00"),
            ],
            Credits = new CreditsToday
            {
                Left = 143,
                IsDaily = true,
                Sent = 157,
                Spent = 157,
                Promised = Math.Min(rows.Count, 80),
                Reserved = 30,
                ReadAt = Now.AddMinutes(-7),
                ResetAt = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.FromHours(-3)),
            },
            LookedAt = Now.AddSeconds(-40),
            WaitingCount = rows.Count,
            HeldCount = Math.Min(rows.Count, 3),
            Misses = new MissesAhead(0, 0, null, 0, 0, 0.93),
            Waiting = rows,
            NextSends = [.. rows.Where(r => r.SendAt is not null).Take(10)],
            ParkedCount = 0,
            Today = new DayHours
            {
                Day = new DateOnly(2026, 11, 20),
                Asked = 231,
                Sent = Hours(12, 12, 12, 12, 9, 4, 6, 12, 12, 12, 12, 12, 12, 12, 6),
                Expired = Hours(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2),
                Superseded = Hours(0, 0, 0, 1, 0, 0, 0, 3, 1, 0, 0, 2),
                Coalesced = Hours(),
                Parked = Hours(0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1),
                Retried = Hours(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 5, 1),
            },
            Events =
            [
                new EventRow(
                    Now.AddMinutes(-7),
                    EventKind.Run,
                    HealthLevel.Good,
                    "hourly run",
                    "12 attempted, 87 wait"
                ),
                new EventRow(Now.AddMinutes(-7.1), EventKind.Credits, HealthLevel.Good, "credits", "155 left"),
                new EventRow(
                    Now.AddMinutes(-67),
                    EventKind.Run,
                    HealthLevel.Notice,
                    "hourly run",
                    "5 attempted, 74 wait; the provider cut it short"
                ),
                new EventRow(
                    Now.AddMinutes(-68),
                    EventKind.Provider,
                    HealthLevel.Bad,
                    "provider",
                    "refuses the account: unauthorized"
                ),
                new EventRow(
                    Now.AddHours(-14),
                    EventKind.Start,
                    HealthLevel.Good,
                    "started",
                    "on dispatcher-1, version 1.0.0"
                ),
            ],
            NextRuns = [new NextRun("hourly", Now.AddMinutes(52.5)), new NextRun("end of day", Now.AddHours(8.96))],
        };

    private static int[] Hours(params int[] counts) => [.. counts, .. Enumerable.Repeat(0, 24 - counts.Length)];
}
