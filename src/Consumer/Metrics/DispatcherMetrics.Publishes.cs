using MailDispatcher.Core.Names;
using MailDispatcher.Core.Ports;
using Prometheus;

namespace MailDispatcher.Consumer.Metrics;

/// <content>How messages were published.</content>
internal sealed partial class DispatcherMetrics
{
    private readonly Counter _unsafePublishes;

    /// <inheritdoc/>
    public void UnsafePublish(PublishFault fault) => _unsafePublishes.WithLabels(EnumName.Of(fault)).Inc();

    /// <summary>By reason, since this process began; only those that came.</summary>
    public IReadOnlyDictionary<string, long> UnsafePublishes =>
        EnumName
            .All<PublishFault>()
            .Select(reason => KeyValuePair.Create(reason, (long)_unsafePublishes.WithLabels(reason).Value))
            .Where(count => count.Value > 0)
            .ToDictionary();

    private Counter CountUnsafePublishes()
    {
        var counter = _metrics.CreateCounter(
            "maildispatcher_unsafe_publishes_total",
            "Messages published in a way that can lose or mix up mail, by reason; one message may have several.",
            "reason"
        );
        foreach (var reason in EnumName.All<PublishFault>())
            counter.WithLabels(reason);
        return counter;
    }
}
