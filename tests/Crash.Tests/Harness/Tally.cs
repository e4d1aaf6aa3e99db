using MailDispatcher.Broker.Parking;
using MailDispatcher.Broker.Pending;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>
/// What became of every mail, by three witnesses: the provider's log, the journal and the queues. A mail is lost when
/// none of them can say where it is, and twice when the provider took it twice.
/// </summary>
internal sealed record Tally
{
    public required int In { get; init; }

    public required int Sent { get; init; }

    public required int Expired { get; init; }

    public required int Superseded { get; init; }

    /// <summary>Gone along with another mail to the same person.</summary>
    public required int Coalesced { get; init; }

    /// <summary>Requests that only withdraw, carried out.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Mails, not messages: a crash may leave a mail parked in two copies of one number.</summary>
    public required int Parked { get; init; }

    public required int ParkedMessages { get; init; }

    /// <summary>Parked under an identity of their own, because they bore the id of another mail.</summary>
    public required int Conflicts { get; init; }

    /// <summary>In the queue, and neither sent nor settled.</summary>
    public required int Waiting { get; init; }

    /// <summary>All that stands in the queue, copies and settled ones included.</summary>
    public required int Messages { get; init; }

    public required IReadOnlyList<Guid> Lost { get; init; }

    public required IReadOnlyList<Guid> Twice { get; init; }

    /// <summary>
    /// Sent by the provider's log, and neither journalled as sent nor still in the queue to be cleared up.
    /// </summary>
    public required IReadOnlyList<Guid> Unjournalled { get; init; }

    /// <summary>Taken by the provider after the deadline; the clock's speed makes a network's moment long.</summary>
    public required IReadOnlyList<Guid> TooLate { get; init; }

    public required JournalCopy Journal { get; init; }

    public static async Task<Tally> OfAsync(TestBed bed, CancellationToken cancellation)
    {
        var journal = await JournalCopy.ReadAsync(bed.Broker, cancellation);
        await using var connection = await bed.ConnectAsync(cancellation);
        var messages = await ContentsAsync(connection, PendingQueueOptions.DefaultName, cancellation);
        for (var slot = 0; slot < LaterQueues.Ring; slot++)
            messages.AddRange(
                await ContentsAsync(connection, LaterQueues.NameOf(PendingQueueOptions.DefaultName, slot), cancellation)
            );
        var inQueue = messages
            .Select(m =>
                MailId.OfDecoded(MailRequestCodec.Decode(m.Body.Span), m.BasicProperties.MessageId, m.Body.Span)
            )
            .ToList();
        var waiting = inQueue.ToHashSet();
        var copies = await ParkedAsync(connection, cancellation);
        var parked = copies.ToHashSet();

        var asked = bed.Published.Select(m => m.Id).ToHashSet();
        var taken = bed.Taken();
        var sent = taken.ToHashSet();
        var settled = asked.ToDictionary(id => id, id => journal.Memory.Find(id)?.Settled);
        var deadlines = bed
            .Published.Where(m => m.Deadline is not null)
            .DistinctBy(m => m.Id)
            .ToDictionary(m => m.Id, m => m.Deadline!.Value);
        return new Tally
        {
            In = asked.Count,
            Sent = sent.Count,
            Expired = settled.Values.Count(s => s is Settlement.Expired),
            Superseded = settled.Values.Count(s => s is Settlement.Superseded),
            Coalesced = settled.Values.Count(s => s is Settlement.Coalesced),
            Cancelled = settled.Values.Count(s => s is Settlement.Cancelled),
            Parked = parked.Count(id =>
                asked.Contains(id) && settled.GetValueOrDefault(id) is null or Settlement.Parked or Settlement.Discarded
            ),
            Conflicts = parked.Count(id => !asked.Contains(id)),
            ParkedMessages = copies.Count,
            Waiting = waiting.Except(sent).Except(parked).Count(id => settled.GetValueOrDefault(id) is null),
            Messages = inQueue.Count,
            Lost =
            [
                .. asked.Where(id =>
                    !sent.Contains(id)
                    && !waiting.Contains(id)
                    && !parked.Contains(id)
                    && settled[id]
                        is not (
                            Settlement.Expired
                            or Settlement.Superseded
                            or Settlement.Coalesced
                            or Settlement.Cancelled
                            or Settlement.Discarded
                        )
                ),
            ],
            Twice = [.. taken.GroupBy(id => id).Where(g => g.Count() > 1).Select(g => g.Key)],
            Unjournalled =
            [
                .. sent.Where(id => settled.GetValueOrDefault(id) is not Settlement.Sent && !waiting.Contains(id)),
            ],
            TooLate =
            [
                .. bed
                    .Sandbox.Mails.Snapshot()
                    .Where(m => deadlines.TryGetValue(Guid.Parse(m.Tag!), out var end) && m.At > end + bed.Moment)
                    .Select(m => Guid.Parse(m.Tag!)),
            ],
            Journal = journal,
        };
    }

    /// <summary>The ids of the messages in the parked queue.</summary>
    public static async Task<IReadOnlyList<Guid>> ParkedAsync(TestBed bed, CancellationToken cancellation)
    {
        await using var connection = await bed.ConnectAsync(cancellation);
        return await ParkedAsync(connection, cancellation);
    }

    private static async Task<List<Guid>> ParkedAsync(IConnection connection, CancellationToken cancellation) =>
        (await ContentsAsync(connection, "mail-parked", cancellation)).ConvertAll(m =>
            Guid.Parse(
                System.Text.Encoding.ASCII.GetString((byte[])m.BasicProperties.Headers![ParkedQueue.MailHeader]!)
            )
        );

    /// <summary>
    /// Writes the counts to the test's output and fails when a mail was lost, or sent twice or too late.
    /// </summary>
    public Tally Check(string subject)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{subject}: {this}");
        Assert.True(Lost.Count == 0, $"lost: {string.Join(", ", Lost)}; {this}");
        Assert.True(Twice.Count == 0, $"twice: {string.Join(", ", Twice)}; {this}");
        Assert.True(Unjournalled.Count == 0, $"sent and not in the journal: {string.Join(", ", Unjournalled)}; {this}");
        Assert.True(TooLate.Count == 0, $"sent after the deadline: {string.Join(", ", TooLate)}; {this}");
        return this;
    }

    public override string ToString() =>
        $"mails in {In}, sent {Sent}, expired {Expired}, superseded {Superseded}, coalesced {Coalesced}, cancelled {Cancelled}, parked {Parked}, waiting {Waiting}, lost {Lost.Count}, twice {Twice.Count}";

    private static async Task<List<BasicGetResult>> ContentsAsync(
        IConnection connection,
        string queue,
        CancellationToken cancellation
    )
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var messages = new List<BasicGetResult>();
        try
        {
            // Not acknowledged: closing the channel puts them back.
            while (await channel.BasicGetAsync(queue, autoAck: false, cancellation) is { } message)
                messages.Add(message);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            // It was never needed.
        }

        return messages;
    }
}
