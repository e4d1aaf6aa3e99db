using System.Text;
using System.Text.Json;
using MailDispatcher.Contracts;
using RabbitMQ.Client;

namespace MailDispatcher.Consumer.Tests;

/// <summary>
/// 400 messages as the original's publisher sent them (b0rba/if1007-microservices, recorded 2026-11-21 01:32:51 UTC, of
/// which 41 are due the same day at 22:32 in Recife), put into the queue as they stand.
/// </summary>
internal static class Recording
{
    /// <summary>Midnight in Recife of the day before the recording's UTC date: nothing of it is past then.</summary>
    public static readonly DateTimeOffset DayStart = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<(byte Priority, byte[] Body)> Messages { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "original-publisher.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(e =>
                (e.GetProperty("priority").GetByte(), Encoding.UTF8.GetBytes(e.GetProperty("body").GetString()!))
            ),
    ];

    /// <summary>The deadline by mail id, which a message without one draws from its body.</summary>
    public static IReadOnlyDictionary<Guid, DateTimeOffset> Deadlines { get; } =
        Messages.ToDictionary(
            m => MailId.Of(null, null, m.Body),
            m => ((DecodedMail.Valid)MailRequestCodec.Decode(m.Body)).Request.Deadline
        );

    /// <summary>Publishes as the original does: to the default exchange, without message id or persistence.</summary>
    public static async Task PublishAsync(Uri broker, string queue, CancellationToken cancellationToken)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(
            cancellationToken
        );
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true
        );
        await using var channel = await connection.CreateChannelAsync(options, cancellationToken);
        foreach (var (priority, body) in Messages)
            await channel.BasicPublishAsync(
                "",
                queue,
                mandatory: true,
                new BasicProperties { Priority = priority },
                body,
                cancellationToken
            );
    }
}
