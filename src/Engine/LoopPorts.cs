using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>What the loop works with, for one session.</summary>
public sealed record LoopPorts(
    IPendingQueue Pending,
    IParkedQueue Parked,
    IJournal Journal,
    IMailProvider Provider,
    IDispatchMetrics Metrics
);
