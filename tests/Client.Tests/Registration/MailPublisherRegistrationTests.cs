using System.Diagnostics.Metrics;
using MailDispatcher.Client.Registration;
using MailDispatcher.Client.Testing;
using MailDispatcher.Client.Tests.Publishing;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace MailDispatcher.Client.Tests.Registration;

/// <summary><c>services.AddMailPublisher(configuration)</c> in a host app.</summary>
public sealed class MailPublisherRegistrationTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithSettingsThatCantWork_EndsWithAllOfThemInOneMessage()
    {
        using var app = App(
            ("MailDispatcher:Broker", "amqp://u:secret@h:port/"),
            ("MailDispatcher:App", "my.shop"),
            ("MailDispatcher:TimeZone", "Mars"),
            ("MailDispatcher:QueueType", "stream")
        );
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(Token));
        Assert.Equal(4, error.Failures.Count());
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        using var empty = App();
        Assert.Contains(
            "QUEUE_SERVICE_URL",
            (await Assert.ThrowsAsync<OptionsValidationException>(() => empty.StartAsync(Token))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Publish_OfAnApp_BearsItsNameAndIsCounted()
    {
        var vhost = await broker.CreateVhostAsync();
        var results = new List<string?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument is { Meter.Name: ClientTelemetry.Name, Name: "maildispatcher_client_publishes" })
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) =>
            {
                lock (results)
                    results.Add(tags[0].Value as string);
            }
        );
        listener.Start();
        using var app = App(
            ("QUEUE_SERVICE_URL", vhost.ToString()),
            ("MailDispatcher:App", "mentoring"),
            ("MailDispatcher:CreateQueues", "true")
        );
        await app.StartAsync(Token);
        var id = await app.Services.GetRequiredService<IMailPublisher>().PublishAsync(Sample, Token);
        var stored = Assert.Single(await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, Token));
        var request = Assert.IsType<DecodedMail.Valid>(MailRequestCodec.Decode(stored.Body.Span)).Request;
        Assert.Equal((id, "mentoring"), (request.Id!.Value, request.App));
        lock (results)
            Assert.Contains("confirmed", results);
    }

    [Fact]
    public async Task Publish_QueueMisspelt_IsAnErrorAndCreatesNothing()
    {
        var vhost = await broker.CreateVhostAsync();
        using var app = App(("QUEUE_SERVICE_URL", vhost.ToString()), ("MailDispatcher:QueueName", "mail-request"));
        await app.StartAsync(Token);
        var error = await Assert.ThrowsAsync<QueueUnusableException>(() =>
            app.Services.GetRequiredService<IMailPublisher>().PublishAsync(Sample, Token)
        );
        Assert.Contains("no exchange 'mail-request'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "mail-request",
            await broker.Node.CtlAsync("list_queues", "-q", "-p", vhost.AbsolutePath[1..]),
            StringComparison.Ordinal
        );
        var health = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Unhealthy, health.Entries["mail-publisher"].Status);
    }

    [Fact]
    public async Task Publish_FirstBrokerAway_GoesToTheNext()
    {
        var vhost = await broker.CreateVhostAsync();
        using var app = App(
            ("QUEUE_SERVICE_URL", $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/, {vhost}"),
            ("MailDispatcher:CreateQueues", "true")
        );
        await app.StartAsync(Token);
        await app.Services.GetRequiredService<IMailPublisher>().PublishAsync(Sample, Token);
        Assert.Equal(1u, (uint)(await QueueContents.TakeAllAsync(vhost, PendingQueueOptions.DefaultName, Token)).Count);
        var health = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Healthy, health.Status);
    }

    [Fact]
    public async Task Fake_RefusesWhatThePublisherRefuses_AndKeepsTheRest()
    {
        var fake = new FakeMailPublisher(new FakeTimeProvider(SampleMail.Now));
        await Assert.ThrowsAsync<ArgumentException>(() => fake.PublishAsync(SampleMail.InDays(-1), Token));
        var id = await fake.PublishAsync(SampleMail.InDays(1), Token);
        Assert.Equal(
            SampleMail.InDays(1) with
            {
                Id = id,
                PublishedAt = SampleMail.Now,
            },
            Assert.Single(fake.Published)
        );
    }

    [Fact]
    public void NewMailId_IsAUuidOfVersionSevenOfItsInstant()
    {
        var id = NewMailId.At(SampleMail.Now);
        Assert.Equal(7, id.Version);
        Assert.Equal(Guid.CreateVersion7(SampleMail.Now).ToString()[..13], id.ToString()[..13]);
        Assert.NotEqual(id, NewMailId.At(SampleMail.Now));
    }

    private static MailRequest Sample =>
        SampleMail.InDays(1) with
        {
            ExplicitDeadline = TimeProvider.System.GetUtcNow().AddDays(1),
        };

    private static IHost App(params (string Name, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))
        );
        builder.Services.AddLogging().AddMailPublisher(builder.Configuration);
        return builder.Build();
    }
}
