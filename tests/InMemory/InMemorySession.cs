using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.InMemory;

/// <summary>
/// One session with the broker in memory; it can be made to end, or to lose an append, at any moment.
/// </summary>
internal sealed class InMemorySession : IPendingQueue, ILaterQueues, IParkedQueue, IJournal, IDisposable
{
    private readonly InMemoryBroker _broker;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Dictionary<ulong, InMemoryBroker.Message> _unacknowledged = [];
    private Action<Delivery>? _onDelivery;
    private Action<Delivery>? _onLater;
    private int _prefetch;
    private ulong _tags;
    private int? _slot;
    private int _laterPrefetch;
    private int _ofLater;

    public InMemorySession(InMemoryBroker broker) => (_broker, broker.Session) = (broker, this);

    public CancellationToken Lost => _lost.Token;

    /// <summary>
    /// Called before each append; what it throws is what the append comes to, after it was stored or not.
    /// </summary>
    public Func<IReadOnlyList<JournalEvent>, AppendFault> Fault { get; set; } = _ => AppendFault.None;

    /// <summary>No move is confirmed before it has ended.</summary>
    public Task MovesConfirmed { get; set; } = Task.CompletedTask;

    /// <summary>As many of a later day as there are may be unacknowledged at once, whatever was asked for.</summary>
    public bool PushesAllOfLater { get; set; }

    /// <summary>Parking fails while it is set.</summary>
    public bool CannotPark { get; set; }

    public Task ConsumeAsync(int prefetch, Action<Delivery> onDelivery, CancellationToken cancellationToken)
    {
        lock (_gate)
            (_prefetch, _onDelivery) = (prefetch, onDelivery);
        Push();
        return Task.CompletedTask;
    }

    public ILaterQueues Later => this;

    public int Slots => InMemoryBroker.Slots;

    public Task AckAsync(IReadOnlyList<Delivery> deliveries)
    {
        lock (_gate)
        {
            ThrowIfLost();
            foreach (var delivery in deliveries)
                Release(delivery);
        }

        Push();
        return Task.CompletedTask;
    }

    public Task ReturnAsync(IReadOnlyList<Delivery> deliveries)
    {
        lock (_gate)
        {
            ThrowIfLost();
            foreach (var delivery in deliveries)
                _broker.Enqueue(Release(delivery));
        }

        Push();
        return Task.CompletedTask;
    }

    /// <summary>Stored at once, and pushed to whoever reads there; confirmed some time after it.</summary>
    public async Task MoveAsync(IReadOnlyList<(Delivery Delivery, int Slot)> messages)
    {
        await Task.Yield();
        lock (_gate)
        {
            ThrowIfLost();
            foreach (var (delivery, slot) in messages)
                _broker.EnqueueLater(slot, delivery);
        }

        Push();
        await MovesConfirmed;
    }

    Task ILaterQueues.ConsumeAsync(
        int? slot,
        int prefetch,
        Action<Delivery> onDelivery,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
            (_slot, _laterPrefetch, _onLater) = (slot, prefetch, onDelivery);
        Push();
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<int>> ILaterQueues.CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_broker.CountLater());

    public Task<int> CountReadyAsync(CancellationToken cancellationToken) => Counted(_broker.Ready);

    public Task<int> CountAsync(CancellationToken cancellationToken) => Counted(_broker.Parked.Count);

    public async Task ParkAsync(Delivery delivery, ParkingNote note)
    {
        await Task.Yield();
        if (CannotPark || _lost.IsCancellationRequested)
            throw new SessionLostException("the parked queue can't be had");
        _broker.Park(delivery, note);
    }

    /// <summary>Stored at the call, in the order of the calls; confirmed some time after it.</summary>
    public async Task AppendAsync(IReadOnlyList<JournalEvent> events)
    {
        AppendFault fault;
        lock (_gate)
        {
            ThrowIfLost();
            fault = Fault(events);
            if (fault != AppendFault.NotStored)
                _broker.Append(events);
        }

        await Task.Yield();
        if (fault == AppendFault.None)
            return;
        End();
        throw new SessionLostException("the connection ended at an append");
    }

    /// <summary>Pushes what fits.</summary>
    public void Push()
    {
        lock (_gate)
        {
            if (_lost.IsCancellationRequested)
                return;
            while (
                _onLater is not null
                && _slot is { } slot
                && (PushesAllOfLater || _ofLater < _laterPrefetch)
                && _broker.TakeLater(slot) is { } late
            )
            {
                _unacknowledged[++_tags] = late;
                _ofLater++;
                _onLater(late.Delivery with { Tag = _tags, IsLater = true });
            }

            while (
                _onDelivery is not null && _unacknowledged.Count - _ofLater < _prefetch && _broker.Take() is { } message
            )
            {
                _unacknowledged[++_tags] = message;
                _onDelivery(message.Delivery with { Tag = _tags });
            }
        }
    }

    /// <summary>Ends it, as a lost connection would: all that is unacknowledged is back in its place.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_lost.IsCancellationRequested)
                return;
            _broker.Session = null;
            foreach (var message in _unacknowledged.Values)
                _broker.Enqueue(message);
            _unacknowledged.Clear();
            _ofLater = 0;
        }

        _lost.Cancel();
    }

    private InMemoryBroker.Message Release(Delivery delivery)
    {
        if (!_unacknowledged.Remove(delivery.Tag, out var message))
            throw new InvalidOperationException($"Tag {delivery.Tag} is unknown: the broker would end the channel.");
        if (message.Slot is not null)
            _ofLater--;
        return message;
    }

    private Task<int> Counted(int count)
    {
        ThrowIfLost();
        return Task.FromResult(count);
    }

    private void ThrowIfLost()
    {
        if (_lost.IsCancellationRequested)
            throw new SessionLostException("the session has ended");
    }

    public void Dispose() => End();
}
