using System.Globalization;
using MailDispatcher.Clock;
using MailDispatcher.Consumer.Policy;
using MailDispatcher.Consumer.Simulation;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>
/// The first days of a compressed week, or all of it (<c>./dev week</c>): the daemon on a real broker and over real HTTP
/// against the simulator on the same trace. Mails are published at twenty past the hour, so that a slow machine moves no
/// arrival beyond a run.
/// </summary>
public abstract class WeekTests(SharedBroker broker)
{
    private const int CreditsADay = 16;
    private const double Speed = 1200;

    // On the clock; the daemon needs a few real seconds to start.
    private static readonly TimeSpan Lead = TimeSpan.FromHours(6);
    private static readonly int Days = int.Parse(Environment.GetEnvironmentVariable("WEEK_DAYS") ?? "2", CultureInfo.InvariantCulture);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.Utc;
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(Days);

    /// <summary>About 1.2 times the capacity, with notice of two hours to three days: some mails miss.</summary>
    internal static IReadOnlyList<TraceMail> Trace { get; } = MakeTrace();

    internal async Task<(IReadOnlyList<(string Id, DateTimeOffset At)> Daemon, IReadOnlyList<(string Id, DateTimeOffset At)> Simulator)> PlayAsync(
        string policyName, IDispatchPolicy policy, CancellationToken cancellation)
    {
        var vhost = await broker.CreateVhostAsync();
        var start = Monday - Lead - TimeSpan.FromMinutes(30);
        var clock = DaemonUnderTest.Clock(start, Speed);
        var time = new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, CultureInfo.InvariantCulture), start, Speed);
        var options = new SandboxOptions { Credits = CreditsADay, Zone = Zone, RateLimitScale = 0 };
        await using var sandbox = await SandboxServer.StartAsync(options, time, cancellation);
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, clock.Concat(new Dictionary<string, string?>
        {
            ["Dispatch__Policy"] = policyName,
            ["Dispatch__TimeZone"] = "UTC",
            ["Dispatch__CreditsADay"] = CreditsADay.ToString(CultureInfo.InvariantCulture),
            ["SENDINBLUE_MAILS_PER_HOUR"] = "1",
        }));
        await using var publisher = new MailPublisher(new MailPublisherOptions { Broker = vhost, Zone = Zone }, time);
        foreach (var hour in Trace.GroupBy(m => m.Arrival))
        {
            if (hour.Key - time.GetUtcNow() is { Ticks: > 0 } pause) await Task.Delay(pause, time, cancellation);
            await Task.WhenAll(hour.Select(mail => publisher.PublishAsync(Request(mail), cancellation)));
        }

        var end = Monday + Week + TimeSpan.FromMinutes(30);
        if (end - time.GetUtcNow() is { Ticks: > 0 } rest) await Task.Delay(rest, time, cancellation);
        await daemon.Program.TerminateAsync();
        var sent = sandbox.Sandbox.Mails.Snapshot().Where(m => m.At < Monday + Week).Select(m => (m.Tag!, m.At)).ToList();
        return (sent, Simulate(policy, policyName == "deadline"));
    }

    private static List<(string Id, DateTimeOffset At)> Simulate(IDispatchPolicy policy, bool atArrivals)
    {
        var rules = new SimulationRules { Day = new CreditDay(Zone), Credits = new DailyCredits(CreditsADay), AtArrivals = atArrivals };
        var fates = new Simulator(policy, rules).Play(Trace);
        return
        [
            .. Trace.Zip(fates, (mail, fate) => (mail, Sent: fate as MailFate.Sent)).Where(p => p.Sent is not null && p.Sent.At < Monday + Week)
                .OrderBy(p => p.Sent!.At).ThenBy(p => p.mail.Event).Select(p => (p.mail.Id, p.Sent!.At)),
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
                // Deadlines lie well between two runs, and no two are alike.
                var due = Monday.AddHours(hour + random.Next(3, 72)).AddMinutes(40).AddSeconds(mails.Count * 0.5);
                var template = templates[random.Next(templates.Length)];
                mails.Add(new TraceMail
                {
                    Id = new Guid(mails.Count + 1, 0, 0, new byte[8]).ToString(),
                    Arrival = arrival,
                    Event = due,
                    Template = template,
                    Value = values.Of(template, arrival, due),
                });
            }
        }

        return mails;
    }

    private static MailRequest Request(TraceMail mail) => new()
    {
        Id = Guid.Parse(mail.Id),
        Template = mail.Template,
        Recipient = new Recipient("Rui", "rui@example.com"),
        Mentoring = new MentoringParams { MentorName = "Ana", MentoredName = "Rui", MentoringStart = mail.Event },
    };
}
