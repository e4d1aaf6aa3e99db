using System.Diagnostics.Metrics;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Metrics;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Crash.Tests.Stage;
using MailDispatcher.MailManager;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailDispatcher.Crash.Tests;

/// <summary>
/// A confirm that lay unread says that the lock was ours once, not that it is: while it lay there, another may have taken
/// over. In this process, so that the stall hits exactly the attempt's entry.
/// </summary>
public sealed class LateConfirmTests(SharedBroker broker)
{
    /// <summary>Longer than a stalled holder of the lock is trusted, shorter than the patience with a confirm.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task Attempt_WhoseConfirmComesLate_CallsNobody()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Recife");
        await using var theatre = await Theatre.OpenAsync(await broker.CreateVhostAsync(), cancellation);
        var mail = theatre.Mail(1);
        await theatre.PublishAsync([mail], cancellation);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new DispatcherMetrics(services.GetRequiredService<IMeterFactory>());
        var memory = new Projection(zone, new ValueTable());

        await using var proxy = TcpProxy.Start(theatre.Broker.Port);
        await using var connection = await BrokerConnection.OpenAsync(proxy.Through(theatre.Broker), "stalled", cancellation);
        await using var journal = await JournalStream.OpenAsync(connection, new JournalQueue(), memory, cancellation);
        await journal.ReplayAsync(new JournalEvent.Started { At = theatre.Clock.GetUtcNow(), Instance = "stalled", Version = "1" }, cancellation);
        await using var parked = await ParkedQueue.OpenAsync(connection, "mail-parked", cancellation);
        await using var intake = new Intake(
            await new PendingQueue(connection, new PendingQueueOptions()).OpenAsync(cancellation), journal, memory, parked, metrics,
            theatre.Clock, Checkpoints.Unarmed, capacity: 10, NullLogger<Intake>.Instance);
        await intake.FillAsync(cancellation);
        var provider = new CountingProvider();
        var sender = new Sender(
            provider, journal, connection, metrics, theatre.Clock, zone, new Random(1), Checkpoints.Unarmed, NullLogger<Sender>.Instance);

        proxy.Stall(Direction.ToClient);
        var sending = sender.SendAsync(intake, intake.Candidates[mail.Id], []);
        await Task.Delay(Stall, cancellation);
        proxy.Resume();
        await Assert.ThrowsAsync<BrokerLostException>(() => sending);
        Assert.Equal(0, provider.Calls);
        Assert.True(memory.Find(mail.Id)!.IsUncertain);
    }

    private sealed class CountingProvider : IMailProvider
    {
        public int Calls { get; private set; }

        public Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted(null));
        }

        public Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<CreditsReading>(new CreditsReading.Unlimited());

        public Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken) =>
            Task.FromResult<EventLogAnswer>(new EventLogAnswer.NotFound());
    }
}
