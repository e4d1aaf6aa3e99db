using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Outcomes;

namespace MailDispatcher.Broker.Outcomes;

/// <summary>
/// Publishes outcomes that are told together, in their order. The first under each routing key shows whether anybody
/// listens to that key. When nobody does, the others under it are left out: all of them happened before, so whoever
/// binds a queue from now on would not have heard them either.
/// </summary>
/// <param name="onTold">Called for each outcome that the broker has stored for somebody.</param>
/// <param name="onReturned">Called for each that the broker gave back.</param>
internal sealed class OutcomeBatch(ConfirmedChannel channel, Action<MailOutcome> onTold, Action onReturned)
{
    private readonly Dictionary<string, bool> _isHeard = [];
    private readonly List<(OutcomeReceipt Receipt, Task<bool> Stored)> _underway = [];

    /// <exception cref="NotConfirmedException">One is not known to be stored.</exception>
    public async Task PublishAsync(IEnumerable<OutcomeReceipt> receipts, CancellationToken cancellationToken)
    {
        foreach (var receipt in receipts)
        {
            // A receipt has a reader of its own, whoever listens to the key, and says nothing about the key.
            var isReceipt = receipt.ReplyTo is not null;
            var key = receipt.Outcome.RoutingKey;
            var isKnown = _isHeard.TryGetValue(key, out var isHeard);
            if (!isReceipt && isKnown && !isHeard)
                continue;
            _underway.Add((receipt, OutcomeExchange.PublishAsync(channel, receipt, cancellationToken)));
            var asks = !isReceipt && !isKnown;
            // As many as may be on the way at once, so that they arrive in their order.
            if (!asks && _underway.Count < ConfirmedChannel.MaxOutstanding)
                continue;
            var stored = await EndAsync();
            if (asks)
                _isHeard[key] = stored;
        }

        await EndAsync();
    }

    /// <returns>Whether somebody listened to the last one.</returns>
    private async Task<bool> EndAsync()
    {
        await Task.WhenAll(_underway.Select(one => one.Stored));
        var last = false;
        foreach (var (receipt, stored) in _underway)
        {
            last = await stored;
            if (last)
                onTold(receipt.Outcome);
            else
                onReturned();
        }

        _underway.Clear();
        return last;
    }
}
