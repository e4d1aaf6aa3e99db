using MailDispatcher.Consumer.Queue;

namespace MailDispatcher.Consumer.Journal;

/// <summary>Reads the journal as it stands, for reports and traces: from its first fact to the last one of now.</summary>
public static class JournalReader
{
    /// <param name="onFact">Called for each fact that this version knows, in order, one at a time.</param>
    /// <exception cref="BrokerLostException">The broker is gone, or there is no journal.</exception>
    public static async Task ReadAsync(BrokerConnection broker, string stream, Action<Fact> onFact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var records = await BrokerConnection.GuardAsync(async () =>
        {
            await using var channel = await broker.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return (await channel.QueueDeclarePassiveAsync(stream, cancellationToken)).MessageCount;
        });
        if (records == 0) return;

        var read = 0u;
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ending = cancellationToken.Register(() => end.TrySetCanceled(cancellationToken));
        using var lost = broker.Lost.Register(() => end.TrySetException(new BrokerLostException(broker.LostReason ?? "connection lost")));
        await using var follower = await JournalFollower.OpenAsync(broker, stream, (fact, _) =>
        {
            if (read < records && fact is not null) onFact(fact);
            if (++read == records) end.TrySetResult();
        }, cancellationToken);
        await end.Task;
    }
}
