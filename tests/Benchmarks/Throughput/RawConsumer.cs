using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MailDispatcher.Benchmarks.Throughput;

/// <summary>The least that can be done with RabbitMQ.Client: take, call, acknowledge, sixteen at once.</summary>
internal static class RawConsumer
{
    private const ushort AtOnce = 16;
    private const ushort Prefetch = 64;

    /// <summary>Consumes until it is killed.</summary>
    public static async Task<int> RunAsync(Uri broker, string queue, Uri provider)
    {
        using var poster = new MailPoster(provider);
        var factory = new ConnectionFactory { Uri = broker, ConsumerDispatchConcurrency = AtOnce };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivered) =>
        {
            using (var mail = JsonDocument.Parse(delivered.Body))
            {
                var root = mail.RootElement;
                await poster.PostAsync(
                    root.GetProperty("template"),
                    root.GetProperty("recipient"),
                    root.GetProperty("mail_params")
                );
            }

            await channel.BasicAckAsync(delivered.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
