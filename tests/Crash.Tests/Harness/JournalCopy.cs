using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Client;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using RabbitMQ.Client;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>The whole journal, read by the daemon's own code up to a record that the reader appended itself.</summary>
/// <param name="Skipped">Records that this version does not know.</param>
internal sealed record JournalCopy(IReadOnlyList<JournalEvent> Events, Projection Memory, int Skipped)
{
    public static async Task<JournalCopy> ReadAsync(Uri broker, CancellationToken cancellation)
    {
        var mark = Guid.NewGuid().ToString("N");
        var stream = new JournalQueue().Name;
        var entries = new List<JournalEvent>();
        var skipped = 0;
        var memory = new Projection(TimeZoneInfo.FindSystemTimeZoneById("America/Recife"), new ValueTable());
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await using var connection = await BrokerConnection.OpenAsync(broker, "reader of the journal", cancellation);
        await using var follower = await JournalFollower.OpenAsync(connection, stream, OnFact, cancellation);
        await AppendAsync(
            broker,
            stream,
            mark,
            """{"kind":"read_by_a_test","v":1,"at":"2026-11-21T00:00:00Z"}"""u8.ToArray(),
            cancellation
        );
        await end.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        return new JournalCopy(entries, memory, skipped);

        void OnFact(JournalEvent? entry, string? writer)
        {
            if (writer == mark)
                end.TrySetResult();
            if (end.Task.IsCompleted)
                return;
            if (entry is null)
            {
                skipped++;
                return;
            }

            entries.Add(entry);
            memory.Apply(entry);
        }
    }

    /// <summary>Stores one record, whatever it says.</summary>
    public static async Task AppendAsync(
        Uri broker,
        string stream,
        string writer,
        byte[] record,
        CancellationToken cancellation
    )
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellation);
        await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromSeconds(60), cancellation);
        await channel.PublishAsync(
            "",
            stream,
            new BasicProperties { AppId = writer },
            record,
            cancellationToken: cancellation
        );
    }
}
