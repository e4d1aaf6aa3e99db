using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;
using MailDispatcher.Crash.Tests.Harness;
using MailDispatcher.Engine;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// A confirm that lay unread says that the lock was ours once, not that it is: while it lay there, another may have
/// taken over. In this process, so that the stall hits exactly the attempt's entry.
/// </summary>
public sealed class LateConfirmTests(SharedBroker broker)
{
    /// <summary>
    /// Longer than a stalled holder of the lock is trusted, shorter than the patience with a confirm.
    /// </summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task Attempt_WhoseConfirmComesLate_CallsNobody()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");
        await using var bed = await TestBed.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        var mail = bed.Mail(1);
        await bed.PublishAsync([mail], cancellation);
        await using var proxy = TcpProxy.Start(bed.Broker.Port);
        var projection = new Projection(zone, new ValueTable());
        await using var session = await BrokerSession.OpenAsync(
            new BrokerAccess([proxy.Through(bed.Broker)]),
            new BrokerTopology(),
            projection,
            cancellation
        );
        await session.Journal.ReplayAsync(
            new JournalEvent.Started
            {
                At = bed.Clock.GetUtcNow(),
                Instance = "stalled",
                Version = "1",
            },
            _ => { },
            cancellation
        );
        var provider = new CountingProvider(proxy);
        var day = new CreditDay(zone);
        var settings = new EngineSettings
        {
            Policy = new DeadlinePolicy(day, new DeadlineSettings()),
            Zone = zone,
            DecidesAlways = true,
        };
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var ports = new LoopPorts(
            session.Pending,
            session.Parked,
            session.Journal,
            provider,
            new DispatcherMetrics(Prometheus.Metrics.NewCustomRegistry())
        );
        var loop = new DispatchLoop(
            settings,
            projection,
            ports,
            new RunQueue(bed.Clock),
            bed.Clock,
            new Random(1),
            ICheckpoints.Unwatched,
            NullLogger.Instance
        );

        var running = loop.RunAsync(session.Broker.Lost, cancellation);
        await provider.Stalled.WaitAsync(cancellation);
        await Task.Delay(Stall, cancellation);
        proxy.Resume();
        await Assert.ThrowsAsync<SessionLostException>(() => running);
        Assert.Equal(0, provider.Calls);
        Assert.True(projection.Find(mail.Id)!.IsUncertain);
    }

    /// <summary>
    /// Stalls the broker's answers once the mail is in hand, so that the next confirm is the attempt's.
    /// </summary>
    private sealed class CountingProvider(TcpProxy proxy) : IMailProvider
    {
        private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stalled => _stalled.Task;

        public int Calls { get; private set; }

        public ProviderTerms Terms => ProviderTerms.Brevo;

        public Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted(null));
        }

        public async Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            proxy.Stall(Direction.ToClient);
            _stalled.TrySetResult();
            return new CreditsReading.Unlimited();
        }

        public Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken) =>
            Task.FromResult<EventLogAnswer>(new EventLogAnswer.NotFound());
    }
}
