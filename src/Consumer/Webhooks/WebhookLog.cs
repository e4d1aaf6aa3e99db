using MailDispatcher.Contracts;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Webhooks;

/// <summary>
/// The latest outcomes of one app and what came of them, in memory; with their bodies, so that they can be sent again.
/// One that was given up is told by a person or by nobody, so other outcomes don't crowd it out. Safe for concurrent
/// use.
/// </summary>
internal sealed class WebhookLog
{
    public const int Most = 200;
    public const int MostGivenUp = 500;

    private readonly Lock _gate = new();
    private readonly LinkedList<(WebhookDelivery Row, byte[] Body)> _rows = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<WebhookDelivery> Latest()
    {
        lock (_gate)
            return [.. _rows.Select(entry => entry.Row)];
    }

    public byte[]? BodyOf(string eventId)
    {
        lock (_gate)
            return _rows.FirstOrDefault(entry => entry.Row.EventId == eventId).Body;
    }

    /// <param name="problem">Null: the app has it.</param>
    public void Tried(MailOutcome outcome, byte[] body, DateTimeOffset at, string? problem)
    {
        lock (_gate)
        {
            var node = Find(outcome.EventId);
            var attempts = (node?.Value.Row.Attempts ?? 0) + 1;
            if (node is not null)
                _rows.Remove(node);
            _rows.AddFirst(
                (
                    new WebhookDelivery(
                        outcome.EventId,
                        outcome.Mail,
                        MailOutcomeNames.Of(outcome.Kind),
                        at,
                        attempts,
                        problem ?? "told",
                        problem is null || node?.Value.Row.IsTold is true,
                        problem is not null && node?.Value.Row.IsGivenUp is true
                    ),
                    body
                )
            );
            Trim(isGivenUp: false, Most);
        }
    }

    /// <summary>It is tried no more, other than by a person.</summary>
    public void GivenUp(string eventId)
    {
        lock (_gate)
        {
            if (Find(eventId) is { } node)
                node.Value = node.Value with { Row = node.Value.Row with { IsGivenUp = true } };
            Trim(isGivenUp: true, MostGivenUp);
        }
    }

    private void Trim(bool isGivenUp, int most)
    {
        if (_rows.Count(entry => entry.Row.IsGivenUp == isGivenUp) <= most)
            return;
        var node = _rows.Last;
        while (node is not null && node.Value.Row.IsGivenUp != isGivenUp)
            node = node.Previous;
        if (node is not null)
            _rows.Remove(node);
    }

    private LinkedListNode<(WebhookDelivery Row, byte[] Body)>? Find(string eventId)
    {
        var node = _rows.First;
        while (node is not null && node.Value.Row.EventId != eventId)
            node = node.Next;
        return node;
    }
}
