using System.Globalization;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Policy;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.Simulation;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>
/// A week of the daemon, on a real broker and over real HTTP, against the simulator on the same trace. The clock is
/// moved by hand, five minutes at a time, and stands still while the daemon works: both decide at the same instants.
/// </summary>
[Collection(SteppedDaemon.OneAtATime)]
public sealed class WeekTests(SharedBroker broker)
{
    private const int CreditsADay = 16;
    private const int Days = 7;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.Utc;
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Monday.AddDays(Days);

    /// <summary>About 1.5 times the capacity, with notice of two hours to three days: some mails miss.</summary>
    private static readonly List<TraceMail> Trace = MakeTrace();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Policies => ["hourly", "deadline"];

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Week_OfTheDaemon_SendsTheSimulatorsMailsInItsOrder(string policy)
    {
        var simulated = Simulate(policy);
        Assert.InRange(simulated.Count, 7 * 14, Trace.Count - 1);
        Assert.Equal(simulated, await PlayAsync(policy));
    }

    private async Task<IReadOnlyList<(string Id, DateTimeOffset At)>> PlayAsync(string policy)
    {
        var vhost = await broker.CreateVhostAsync();
        var clock = new ManualTime(Monday.AddSeconds(30));
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Credits = CreditsADay,
                Zone = Zone,
                RateLimitScale = 0,
            },
            clock,
            Cancel
        );
        var settings = new Dictionary<string, string?>
        {
            ["SENDINBLUE_MAILS_PER_HOUR"] = "1",
            ["Dispatch__Policy"] = policy,
            ["Dispatch__TimeZone"] = "UTC",
            ["Dispatch__CreditsADay"] = CreditsADay.ToString(CultureInfo.InvariantCulture),
            ["Dispatch__TickMilliseconds"] = "60000",
        };
        await using var daemon = await SteppedDaemon.StartAsync(vhost, sandbox.Url, clock, settings, Cancel);
        await using var publisher = new MailPublisher(
            new MailPublisherOptions
            {
                CreateQueues = true,
                Broker = vhost,
                Zone = Zone,
            },
            clock
        );
        var published = 0;
        var arrivals = Trace.ToLookup(m => m.Arrival);
        for (var now = Monday + Step; now < End; now += Step)
        {
            if (arrivals[now].Any())
                await daemon.TakeInAsync(now, () => PublishAsync(now));
            await daemon.ReachAsync(now, Cancel);
        }

        // Those of one instant leave side by side.
        return
        [
            .. sandbox
                .Sandbox.Mails.Snapshot()
                .Select(m => (m.Tag!, m.At))
                .OrderBy(m => m.At)
                .ThenBy(m => m.Item1, StringComparer.Ordinal),
        ];

        async Task PublishAsync(DateTimeOffset now)
        {
            foreach (var mail in arrivals[now])
                await publisher.PublishAsync(Request(mail), Cancel);
            await daemon.KnowsAsync(published += arrivals[now].Count(), Cancel);
        }
    }

    private static List<(string Id, DateTimeOffset At)> Simulate(string name)
    {
        var deadline = name == "deadline";
        IDispatchPolicy policy = deadline
            ? new DeadlinePolicy(new CreditDay(Zone), new DeadlineSettings())
            : new HourlyPolicy(mailsPerHour: 1);
        var rules = new SimulationRules
        {
            Day = new CreditDay(Zone),
            Credits = new DailyCredits(CreditsADay),
            AtArrivals = deadline,
            Tick = Step,
        };
        var results = new Simulator(policy, rules).Play(Trace);
        return
        [
            .. Trace
                .Zip(results, (mail, result) => (mail, Sent: result as MailResult.Sent))
                .Where(p => p.Sent is not null && p.Sent.At < End)
                .OrderBy(p => p.Sent!.At)
                .ThenBy(p => p.mail.Id, StringComparer.Ordinal)
                .Select(p => (p.mail.Id, p.Sent!.At)),
        ];
    }

    private static List<TraceMail> MakeTrace()
    {
        var random = new Random(20261123);
        var values = new ValueTable();
        int[] templates = [7, 9, 10, 11, 16];
        var mails = new List<TraceMail>();
        for (var hour = 0; hour < Days * 24 - 6; hour++)
        {
            var arrival = Monday.AddHours(hour).AddMinutes(20);
            for (var n = random.Next(0, 3); n > 0; n--)
            {
                // No two deadlines are alike, so that there is one order alone.
                var due = Monday.AddHours(hour + random.Next(3, 72)).AddMinutes(40).AddSeconds(mails.Count * 0.5);
                var template = templates[random.Next(templates.Length)];
                mails.Add(
                    new TraceMail
                    {
                        Id = new Guid(mails.Count + 1, 0, 0, new byte[8]).ToString(),
                        Arrival = arrival,
                        Event = due,
                        Template = template,
                        Value = values.Of(template, arrival, due),
                    }
                );
            }
        }

        return mails;
    }

    private static MailRequest Request(TraceMail mail) =>
        new()
        {
            Id = Guid.Parse(mail.Id),
            Template = mail.Template,
            Recipient = new Recipient("Rui", "rui@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = "Ana",
                MentoredName = "Rui",
                MentoringStart = mail.Event,
            },
        };
}
