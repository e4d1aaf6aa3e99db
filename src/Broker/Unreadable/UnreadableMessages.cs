using System.Globalization;
using MailDispatcher.Broker.Connecting;
using MailDispatcher.Broker.Definitions;
using MailDispatcher.Broker.Journal;
using MailDispatcher.Broker.Parking;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Broker.Unreadable;

/// <summary>
/// Sets aside messages whose headers RabbitMQ.Client can't read: py-amqp writes whole numbers beyond 32 bits as type L
/// and decimals of any scale, and the client ends its connection at such a message, each time anew. This takes what is
/// ready in hand without reading it, and moves those that the client's own parser refuses to the parked queue, with
/// their bytes; stored first, then journalled, then acknowledged. The others are back in their place when it is done.
/// </summary>
public sealed class UnreadableMessages(BrokerAccess access, BrokerTopology topology, TimeProvider time)
{
    /// <summary>How many messages one search takes in hand at most; what lies deeper is found by the next.</summary>
    private const int Most = 100_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <returns>How many were set aside.</returns>
    /// <exception cref="SessionLostException">It could not be done; what was not set aside is in the queue.</exception>
    public async Task<int> SetAsideAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            await using var session = await BrokerConnection.OpenAsync(
                access,
                "mail dispatcher, unreadable messages",
                limit.Token
            );
            await using var parked = new ParkedQueue(session, topology.Parked, topology.ParkedArguments());
            await parked.EnsureAsync(limit.Token);
            await using var journal = await JournalAppender.OpenAsync(session, topology.Journal, limit.Token);
            await using var raw = await RawConnection.OpenAsync(session.Address, access.Certificate, limit.Token);
            var found = 0;
            for (
                var taken = 0;
                taken < Most && await raw.GetAsync(topology.Pending.Name, limit.Token) is { } message;
                taken++
            )
            {
                if (message.Read().Problem is not { } problem)
                    continue;
                await SetAsideAsync(
                    raw,
                    journal,
                    message,
                    $"the message's headers can't be read ({problem}); the copy has none of them",
                    limit.Token
                );
                found++;
            }

            await raw.CloseAsync(limit.Token);
            return found;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or InvalidDataException
                        or System.Net.Sockets.SocketException
                        or Client.QueueUnusableException
            )
        {
            throw new SessionLostException(e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SessionLostException(
                $"the search for unreadable messages took longer than {Longest.TotalSeconds:0} s",
                e
            );
        }
    }

    private async Task SetAsideAsync(
        RawConnection raw,
        JournalAppender journal,
        RawMessage message,
        string reason,
        CancellationToken cancellation
    )
    {
        // Named by its bytes: what becomes of it is not what becomes of a good mail of that id.
        var (id, now) = (MailId.FromBytes(message.Body), time.GetUtcNow());
        await raw.PublishAsync(
            topology.Parked,
            new Dictionary<string, string>
            {
                [ParkedQueue.MailHeader] = id.ToString(),
                [ParkedQueue.CauseHeader] = ParkingCause.UnreadableHeaders,
                [ParkedQueue.ReasonHeader] = reason,
                [ParkedQueue.NumberHeader] = "1",
                [ParkedQueue.AtHeader] = now.ToString("O", CultureInfo.InvariantCulture),
            },
            message.Body,
            cancellation
        );
        await journal.AppendAsync(
            new JournalEvent.Parked
            {
                At = now,
                Mail = id,
                Cause = ParkingCause.UnreadableHeaders,
                Reason = reason,
                Number = 1,
            }
        );
        await raw.AckAsync(message.Tag, cancellation);
    }
}
