using Serilog.Core;
using Serilog.Events;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// Writes the last lines of the log at the end of the program, and gives up when nobody takes them: a daemon that can't
/// end looks to its service manager like one that hangs.
/// </summary>
internal sealed class BoundedFlush(ILogEventSink sink, TimeSpan longest) : ILogEventSink, IDisposable
{
    public void Emit(LogEvent logEvent) => sink.Emit(logEvent);

    public void Dispose()
    {
        if (sink is IDisposable buffered)
            Task.Run(buffered.Dispose).Wait(longest);
    }
}
