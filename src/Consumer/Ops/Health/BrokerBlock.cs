using System.Diagnostics;
using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Core.Operations;

namespace MailDispatcher.Consumer.Ops.Health;

/// <summary>
/// Whether the broker takes no messages. It says so only to a connection that publishes, so a connection made anew
/// while it is short of memory or disk knows nothing: what was said last holds until the dispatcher leads again, and
/// two minutes at most.
/// </summary>
internal sealed class BrokerBlock(DispatcherStatus status, OperatorActions actions)
{
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private string? _reason;
    private long _saidAt;

    /// <summary>Why; null while it takes messages, as far as anybody knows. Safe for concurrent use.</summary>
    public string? Reason
    {
        get
        {
            lock (_gate)
            {
                if (actions.Session?.Broker.BlockedReason is { } said)
                    (_reason, _saidAt) = (said, Stopwatch.GetTimestamp());
                else if (status.Phase is DispatcherPhase.Leading || Stopwatch.GetElapsedTime(_saidAt) > Holds)
                    _reason = null;
                return _reason;
            }
        }
    }
}
