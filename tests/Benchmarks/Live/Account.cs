using MailDispatcher.Benchmarks.Throughput;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.TestKit;

namespace MailDispatcher.Benchmarks.Live;

/// <summary>One account of many: a virtual host, a publisher, and a daemon with the deadline policy.</summary>
internal sealed class Account : IAsyncDisposable
{
    private readonly Uri _vhost;
    private readonly Uri _provider;
    private readonly MailPublisher _publisher;
    private DaemonUnderTest _daemon;

    private Account(Uri vhost, Uri provider)
    {
        (_vhost, _provider) = (vhost, provider);
        _publisher = new MailPublisher(new MailPublisherOptions { CreateQueues = true, Broker = vhost });
        _daemon = StartDaemon();
    }

    public ProcessReading Reading => ProcessReading.Of(_daemon.Program.Id);

    public static async Task<Account> StartAsync(BrokerNode broker, SandboxServer sandbox, TimeSpan patience)
    {
        var account = new Account(await broker.CreateVhostAsync(), sandbox.Url);
        await account._publisher.ConnectAsync();
        await account._daemon.LeadsAsync(patience);
        return account;
    }

    public Task<Guid> PublishAsync(double hours) =>
        _publisher.PublishAsync(
            LiveSystem.Mail(MailTemplate.MentoringCancelled, TimeProvider.System.GetUtcNow().AddHours(hours))
        );

    public async Task<IReadOnlyList<Guid>> PublishAsync(int mails, double hours)
    {
        var published = new List<Guid>(mails);
        foreach (var some in Enumerable.Range(0, mails).Chunk(200))
            published.AddRange(await Task.WhenAll(some.Select(_ => PublishAsync(hours))));
        return published;
    }

    /// <summary>kill -9, and at once the next one.</summary>
    public async Task KillAndStartAgainAsync()
    {
        await _daemon.Program.KillAsync();
        await _daemon.DisposeAsync();
        _daemon = StartDaemon();
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _daemon.DisposeAsync();
    }

    private DaemonUnderTest StartDaemon() =>
        DaemonUnderTest.Start(_vhost, _provider, new Dictionary<string, string?> { ["Dispatch__Policy"] = "deadline" });
}
