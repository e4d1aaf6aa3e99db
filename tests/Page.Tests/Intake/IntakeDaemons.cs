using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Page.Tests.Intake;

/// <summary>Daemons with the HTTP intake, and what apps publish to them over AMQP.</summary>
internal static class IntakeDaemons
{
    /// <summary>One that leads.</summary>
    public static async Task<LiveDaemon> StartAsync(
        Uri vhost,
        string mailsPerHour,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] more
    )
    {
        await using (
            var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellationToken)
        )
            await QueueDeclaration.EnsurePendingQueueAsync(connection, new PendingQueueOptions(), cancellationToken);
        var settings = IntakeCaller.Settings;
        settings["Schedule__Hourly"] = "* * * * * ?";
        settings["SENDINBLUE_MAILS_PER_HOUR"] = mailsPerHour;
        foreach (var (name, value) in more)
            settings[name] = value;
        return await LiveDaemon.StartAsync(vhost, settings, cancellationToken: cancellationToken);
    }

    /// <summary>One that stands by beside another.</summary>
    public static async Task<DaemonUnderTest> StandbyAsync(LiveDaemon live, CancellationToken cancellationToken)
    {
        var standby = DaemonUnderTest.Start(live.Broker, live.Sandbox.Url, IntakeCaller.Settings);
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return (await standby.GetAsync("health/ready", cancellationToken)).Status == 200;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "it stands by",
            cancellationToken: cancellationToken
        );
        return standby;
    }

    /// <summary>Publishes mails of the app shop over AMQP, without topics.</summary>
    public static async Task<IReadOnlyList<Guid>> PublishAsync(
        Uri vhost,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var publisher = new MailPublisher(new MailPublisherOptions { Broker = vhost });
        var ids = new List<Guid>();
        for (var n = 0; n < count; n++)
            ids.Add(
                await publisher.PublishAsync(
                    new MailRequest
                    {
                        Template = 50,
                        Recipient = new Recipient("Ana", "ana@example.com"),
                        Params = System.Text.Json.JsonSerializer.SerializeToElement(new { ORDER = n }),
                        ExplicitDeadline = new DateTimeOffset(2126, 12, 1, 10, n, 0, TimeSpan.Zero),
                        App = "shop",
                    },
                    cancellationToken
                )
            );
        return ids;
    }

    /// <summary>Returns when an instance tells that one of the app's mails stands so.</summary>
    public static Task StandsAsync(IntakeCaller shop, Guid mail, string state, CancellationToken cancellationToken) =>
        Eventually.TrueAsync(
            async () => await shop.GetAsync(mail) is { Status: 200 } reply && reply.Text("state") == state,
            $"it is {state}",
            cancellationToken: cancellationToken
        );
}
