using MailDispatcher.Broker.Connecting;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Broker.Journal;

/// <summary>
/// The journal of the leader: what stands in it is folded from its first event on; then the leader appends, and hears
/// only what others append. If this process dies midway, an event is in the stream or it is not, and the next leader
/// reads the truth.
/// </summary>
public sealed class JournalStream : IJournal, IAsyncDisposable
{
    private readonly JournalAppender _appender;
    private readonly Action<JournalEvent> _fold;
    private readonly TaskCompletionSource _ownMarker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalFollower? _follower;
    private volatile Action<JournalEvent>? _onForeign;

    private JournalStream(JournalAppender appender, Action<JournalEvent> fold) => (_appender, _fold) = (appender, fold);

    /// <summary>Signs this leader's records.</summary>
    public string Writer => _appender.Writer;

    /// <summary>Events read so far, own ones included.</summary>
    public long Read => _follower?.Read ?? 0;

    /// <summary>Opens the stream and begins to fold it from its first event.</summary>
    /// <param name="fold">Called for each event that stands before the end of <see cref="ReplayAsync"/>, one at a
    /// time.</param>
    /// <exception cref="SessionLostException">The broker is gone, or refuses.</exception>
    /// <exception cref="Client.QueueUnusableException">The stream is missing and may not be created, or was declared
    /// otherwise.</exception>
    public static async Task<JournalStream> OpenAsync(
        BrokerConnection broker,
        JournalQueue queue,
        Action<JournalEvent> fold,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(queue);
        var journal = new JournalStream(await JournalAppender.OpenAsync(broker, queue, cancellationToken), fold);
        journal._follower = await JournalFollower.OpenAsync(
            broker,
            queue.Name,
            journal.OnEvent,
            cancellationToken,
            journal._appender.Writer
        );
        return journal;
    }

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalEvent> events) => _appender.AppendAsync(events);

    /// <summary>
    /// Marks the start of this leader and returns when all that stands before the mark has been folded: nothing of an
    /// earlier leader is missed, not even what it wrote while we waited for the lease. The first append of all.
    /// </summary>
    /// <param name="onForeign">Called for what others append from then on.</param>
    /// <exception cref="SessionLostException">The broker is gone, or the stream tells nothing.</exception>
    public async Task ReplayAsync(
        JournalEvent.Started marker,
        Action<JournalEvent> onForeign,
        CancellationToken cancellationToken
    )
    {
        _onForeign = onForeign;
        await _appender.AppendAsync(marker);
        await _follower!.ReadUntilAsync(_ownMarker.Task, cancellationToken);
        _fold(marker);
    }

    // Our own events were folded when they were decided.
    private void OnEvent(JournalEvent? entry, string? writer)
    {
        if (writer == _appender.Writer)
            _ownMarker.TrySetResult();
        else if (entry is null)
            return;
        else if (_ownMarker.Task.IsCompleted)
            _onForeign?.Invoke(entry);
        else
            _fold(entry);
    }

    public async ValueTask DisposeAsync()
    {
        if (_follower is not null)
            await _follower.DisposeAsync();
        await _appender.DisposeAsync();
    }
}
