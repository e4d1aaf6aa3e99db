using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// The journal of the active dispatcher. An append returns once the broker has stored it, and only then changes the
/// memory; what others append is folded in as it arrives. If this process dies midway, the event is in the stream or it
/// is not, and the next owner reads the truth.
/// </summary>
public sealed class JournalStream : IAsyncDisposable
{
    private readonly Projection _memory;
    private readonly JournalAppender _appender;
    private readonly TaskCompletionSource _ownMarker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalFollower? _follower;

    private JournalStream(Projection memory, JournalAppender appender) => (_memory, _appender) = (memory, appender);

    /// <summary>Events read so far, own ones included.</summary>
    public long Read => _follower?.Read ?? 0;

    /// <summary>Opens the stream and begins to fold it from its first event.</summary>
    /// <exception cref="BrokerLostException">The broker is gone, or refuses.</exception>
    /// <exception cref="Client.QueueUnusableException">The stream is missing and may not be created, or was declared otherwise.</exception>
    public static async Task<JournalStream> OpenAsync(BrokerConnection broker, JournalQueue queue, Projection memory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        var journal = new JournalStream(memory, await JournalAppender.OpenAsync(broker, queue, cancellationToken));
        journal._follower = await JournalFollower.OpenAsync(broker, queue.Name, journal.Fold, cancellationToken);
        return journal;
    }

    /// <summary>Stores an event, then folds it.</summary>
    /// <exception cref="BrokerLostException">It is not known to be stored. Whoever depends on it must stop.</exception>
    public async Task AppendAsync(JournalEvent entry)
    {
        await _appender.AppendAsync(entry);
        _memory.Apply(entry);
    }

    /// <summary>
    /// Marks the start of this owner and returns when all that stands before the mark has been folded: nothing of an
    /// earlier owner is missed, not even what it wrote while we waited for the lock. The first append of all.
    /// </summary>
    public async Task ReplayAsync(JournalEvent.Started marker, CancellationToken cancellationToken)
    {
        await AppendAsync(marker);
        await _ownMarker.Task.WaitAsync(cancellationToken);
    }

    // Our own events were folded when they were confirmed.
    private void Fold(JournalEvent? entry, string? writer)
    {
        if (writer == _appender.Writer)
            _ownMarker.TrySetResult();
        else if (entry is not null)
            _memory.Apply(entry);
    }

    public async ValueTask DisposeAsync()
    {
        if (_follower is not null) await _follower.DisposeAsync();
        await _appender.DisposeAsync();
    }
}
