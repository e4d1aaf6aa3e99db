using MailDispatcher.Client;
using MailDispatcher.Clock;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;

namespace MailDispatcher.Benchmarks.Live;

/// <summary>
/// A real broker and the real daemon with the deadline policy, and a sandbox as its provider. All clocks run at real
/// speed and show ten in the morning at the start: most of the day's credits are still kept for urgent mail.
/// </summary>
internal sealed class LiveSystem : IAsyncDisposable
{
    /// <summary>10:00 in America/Recife.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 13, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private LiveSystem(
        BrokerNode broker,
        SandboxServer sandbox,
        DaemonUnderTest daemon,
        MailPublisher publisher,
        TimeProvider time
    ) => (Broker, Sandbox, Daemon, Publisher, Time) = (broker, sandbox, daemon, publisher, time);

    public SandboxServer Sandbox { get; }

    public DaemonUnderTest Daemon { get; }

    public MailPublisher Publisher { get; }

    /// <summary>The clock that the daemon and the sandbox have too.</summary>
    public TimeProvider Time { get; }

    private BrokerNode Broker { get; }

    /// <summary>
    /// Ends when the daemon leads and knows of so many waiting mails, less those for which it had credits to spare.
    /// </summary>
    /// <param name="credits">What the provider's account has left today.</param>
    public static async Task<LiveSystem> StartAsync(int waiting, int credits = 300)
    {
        var broker = await BrokerNode.StartAsync();
        var clock = DaemonUnderTest.Clock(Start, speed: 1);
        var time = new FastClock(DateTimeOffset.Parse(clock["Clock__Origin"]!, null), Start, speed: 1);
        var publisher = new MailPublisher(new MailPublisherOptions { CreateQueues = true, Broker = broker.Uri }, time);
        await publisher.ConnectAsync();
        var random = new Random(1);
        await Task.WhenAll(
            Enumerable
                .Range(0, waiting)
                .Select(_ =>
                    publisher.PublishAsync(
                        Mail(
                            MailTemplate.ConfirmationToMentored,
                            time.GetUtcNow().AddHours(48 + 240 * random.NextDouble())
                        )
                    )
                )
        );

        var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { RateLimitScale = 0, Credits = credits },
            time
        );
        var daemon = DaemonUnderTest.Start(broker.Uri, sandbox.Url, clock.Append(new("Dispatch__Policy", "deadline")));
        var system = new LiveSystem(broker, sandbox, daemon, publisher, time);
        await daemon.LeadsAsync(Patience);
        await Eventually.TrueAsync(
            async () =>
                await daemon.MetricAsync("maildispatcher_waiting_mails") + sandbox.Sandbox.Mails.Count >= waiting,
            $"the daemon knows of {waiting} mails",
            Patience
        );
        return system;
    }

    public static MailRequest Mail(int template, DateTimeOffset start) =>
        new()
        {
            Id = Guid.NewGuid(),
            Template = template,
            Recipient = new Recipient("Rui", "rui@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = "Ana",
                MentoredName = "Rui",
                MentoringStart = start,
                MentorId = "1",
                MentoredId = "2",
            },
        };

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await Daemon.DisposeAsync();
        await Sandbox.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
