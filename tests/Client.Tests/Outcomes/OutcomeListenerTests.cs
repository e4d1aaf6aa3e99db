using System.Threading.Channels;
using MailDispatcher.Client.Outcomes;
using MailDispatcher.Client.Registration;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;

namespace MailDispatcher.Client.Tests.Outcomes;

/// <summary><c>AddMailOutcomes().AddHandler()</c> on a real broker.</summary>
public sealed class OutcomeListenerTests(SharedBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_OutcomesOfTheApp_InOrder_OthersNot_FailuresAgain()
    {
        var vhost = await broker.CreateVhostAsync();
        var heard = new Heard();
        using var app = App(vhost, heard);
        await app.StartAsync(Token);
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Token);
        await channel.ExchangeDeclareAsync(
            MailOutcome.Exchange,
            ExchangeType.Topic,
            durable: true,
            cancellationToken: Token
        );
        await Eventually.TrueAsync(
            async () => await PublishAsync(channel, Outcome("first", "shop")),
            "the app's queue is bound",
            cancellationToken: Token
        );
        await channel.BasicPublishAsync(
            MailOutcome.Exchange,
            "shop.opened.50",
            """{"type":"maildispatcher.mail.opened"}"""u8.ToArray(),
            Token
        );
        await channel.BasicPublishAsync(
            MailOutcome.Exchange,
            "other.sent.50",
            MailOutcomeCodec.Encode(Outcome("others", "other")),
            Token
        );
        heard.FailNext = true;
        await PublishAsync(channel, Outcome("second", "shop"));
        Assert.Equal("first", (await heard.Outcomes.Reader.ReadAsync(Token)).EventId);
        Assert.Equal("second", (await heard.Outcomes.Reader.ReadAsync(Token)).EventId);
        Assert.Equal(1, heard.Failed);
        await app.StopAsync(Token);
        await Eventually.TrueAsync(
            async () => await QueueContents.CountAsync(vhost, "mail-outcomes.shop", Token) == 0,
            "all is acknowledged",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task Listen_BrokerFallsSilentMidway_TheAppGoesOnAndHearsLater()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var proxy = TcpProxy.Start(broker.Node.Port);
        var silent = proxy.StallAt(Direction.ToServer, "mail-outcomes.shop", Direction.ToClient);
        var heard = new Heard();
        using var app = App(proxy.Through(vhost), heard);
        await app.StartAsync(Token);
        await silent;
        var listener = app.Services.GetServices<IHostedService>().OfType<OutcomeListener>().Single();
        await Eventually.TrueAsync(
            () => proxy.OpenConnections > 1 || listener.ExecuteTask!.IsCompleted,
            "it gives up on that connection",
            cancellationToken: Token
        );
        Assert.False(listener.ExecuteTask!.IsCompleted, $"It ended: {listener.ExecuteTask.Exception}");

        proxy.Resume();
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Token);
        await Eventually.TrueAsync(
            async () => await PublishAsync(channel, Outcome("later", "shop")),
            "the app's queue is bound",
            cancellationToken: Token
        );
        Assert.Equal("later", (await heard.Outcomes.Reader.ReadAsync(Token)).EventId);
        await app.StopAsync(Token);
    }

    private static async Task<bool> PublishAsync(IChannel channel, MailOutcome outcome)
    {
        try
        {
            await channel.BasicPublishAsync(
                MailOutcome.Exchange,
                outcome.RoutingKey,
                mandatory: true,
                MailOutcomeCodec.Encode(outcome),
                Token
            );
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.PublishException)
        {
            return false;
        }
    }

    private static MailOutcome Outcome(string id, string app) =>
        new()
        {
            EventId = id,
            Mail = Guid.NewGuid(),
            Kind = MailOutcomeKind.Sent,
            At = DateTimeOffset.UnixEpoch,
            App = app,
            Template = 50,
            Ref = "77",
        };

    private static IHost App(Uri vhost, Heard heard)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["MailDispatcher:Broker"] = vhost.ToString(),
                ["MailDispatcher:App"] = "shop",
                ["MailDispatcher:CreateQueues"] = "true",
            }
        );
        builder.Services.AddLogging().AddSingleton(heard).AddMailOutcomes(builder.Configuration).AddHandler<Handler>();
        return builder.Build();
    }

    private sealed class Heard
    {
        public Channel<MailOutcome> Outcomes { get; } = Channel.CreateUnbounded<MailOutcome>();

        public bool FailNext { get; set; }

        public int Failed { get; set; }
    }

    private sealed class Handler(Heard heard) : IMailOutcomeHandler
    {
        public Task HandleAsync(MailOutcome outcome, CancellationToken cancellationToken)
        {
            if (heard.FailNext && outcome.EventId == "second")
            {
                (heard.FailNext, heard.Failed) = (false, heard.Failed + 1);
                throw new InvalidOperationException("the app's database is away");
            }

            return heard.Outcomes.Writer.WriteAsync(outcome, cancellationToken).AsTask();
        }
    }
}
