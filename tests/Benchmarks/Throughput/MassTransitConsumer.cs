using System.Text.Json;
using MailDispatcher.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>The same over MassTransit: its defaults, or sixteen at once with a prefetch of 64.</summary>
internal sealed class MassTransitConsumer(MailPoster poster) : IConsumer<MassTransitConsumer.Mail>
{
    private const int AtOnce = 16;
    private const int Prefetch = 64;

    public Task Consume(ConsumeContext<Mail> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var mail = context.Message;
        return poster.PostAsync(mail.Template, mail.Recipient, mail.MailParams);
    }

    /// <summary>Consumes until it is killed.</summary>
    public static async Task<int> RunAsync(Uri broker, string queue, Uri provider, bool defaults)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(new MailPoster(provider));
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddConsumer<MassTransitConsumer>();
            bus.UsingRabbitMq(
                (context, configure) =>
                {
                    configure.Host(broker);
                    configure.ReceiveEndpoint(
                        queue,
                        endpoint =>
                        {
                            endpoint.ConfigureConsumeTopology = false;
                            // As it stands already.
                            endpoint.ExchangeType = ExchangeType.Direct;
                            endpoint.SetQueueArgument("x-max-priority", new PendingQueueOptions().MaxPriority);
                            endpoint.UseRawJsonSerializer(RawSerializerOptions.AnyMessageType);
                            if (!defaults)
                            {
                                endpoint.PrefetchCount = Prefetch;
                                endpoint.ConcurrentMessageLimit = AtOnce;
                            }

                            endpoint.ConfigureConsumer<MassTransitConsumer>(context);
                        }
                    );
                }
            );
        });
        await builder.Build().RunAsync();
        return 0;
    }

    /// <summary>A mail request as far as it is passed on.</summary>
    public sealed record Mail
    {
        public JsonElement Template { get; init; }

        public JsonElement Recipient { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("mail_params")]
        public JsonElement MailParams { get; init; }
    }
}
