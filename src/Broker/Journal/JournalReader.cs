using MailDispatcher.Broker.Connecting;
using MailDispatcher.Client;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using RabbitMQ.Client;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// Reads the journal as it stands, for reports and traces: from its first event to a mark of its own that it appends at
/// the end. (The broker's count of a stream's records lags some seconds behind.) Every other reader skips the mark as a
/// kind it does not know.
/// </summary>
public static class JournalReader
{
    private static ReadOnlyMemory<byte> Mark => "{\"kind\":\"mark\"}"u8.ToArray();

    /// <param name="onEvent">Called for each event that this version knows, in order, one at a time.</param>
    /// <exception cref="SessionLostException">The broker is gone, or there is no journal.</exception>
    public static Task ReadAsync(
        BrokerConnection broker,
        string stream,
        Action<JournalEvent> onEvent,
        CancellationToken cancellationToken
    ) =>
        ReadRecordsAsync(
            broker,
            stream,
            record =>
            {
                foreach (var entry in record.Events)
                    if (entry is not null)
                        onEvent(entry);
            },
            cancellationToken,
            decodes: true
        );

    /// <param name="onRecord">Called for each record but such marks, in order, one at a time.</param>
    /// <param name="decodes">Whether it asks for the records' events.</param>
    /// <exception cref="SessionLostException">The broker is gone, or there is no journal.</exception>
    internal static async Task ReadRecordsAsync(
        BrokerConnection broker,
        string stream,
        Action<JournalRecord> onRecord,
        CancellationToken cancellationToken,
        bool decodes = false
    )
    {
        ArgumentNullException.ThrowIfNull(broker);
        var reader = Guid.NewGuid().ToString("N");
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ending = cancellationToken.Register(() => end.TrySetCanceled(cancellationToken));
        using var lost = broker.Lost.Register(() =>
            end.TrySetException(new SessionLostException(broker.LostReason ?? "connection lost"))
        );
        await using var follower = await JournalFollower.OpenAsync(
            broker,
            stream,
            _ => decodes,
            record =>
            {
                if (record.Writer == reader)
                    end.TrySetResult();
                else if (!end.Task.IsCompleted && !record.Body.Span.SequenceEqual(Mark.Span))
                    onRecord(record);
                return 1;
            },
            cancellationToken
        );
        await BrokerConnection.GuardAsync(
            async () =>
            {
                await using var marking = await ConfirmedChannel.OpenAsync(
                    broker.Connection,
                    BrokerConnection.Patience,
                    cancellationToken
                );
                await marking.PublishAsync(
                    stream,
                    stream,
                    new BasicProperties { AppId = reader },
                    Mark,
                    cancellationToken: cancellationToken
                );
            },
            cancellationToken
        );
        await follower.ReadUntilAsync(end.Task, cancellationToken);
    }
}
