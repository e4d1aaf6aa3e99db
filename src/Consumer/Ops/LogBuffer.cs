using Serilog.Sinks.Async;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// Tells how many lines of the log were dropped, because nobody read the console. Safe for concurrent use.
/// </summary>
internal sealed class LogBuffer : IAsyncLogEventSinkMonitor
{
    private volatile IAsyncLogEventSinkInspector? _inspector;

    /// <summary>Lines dropped since the start.</summary>
    public long Dropped => _inspector?.DroppedMessagesCount ?? 0;

    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => _inspector = inspector;

    public void StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
        // The last count stays: the process is about to end.
    }
}
