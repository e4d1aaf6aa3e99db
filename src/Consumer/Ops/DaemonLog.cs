using System.Globalization;
using MailDispatcher.Consumer.Settings;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;
using Serilog.Sinks.Async;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// The log: lines for a person, or JSON for everything else. Written by a thread of its own from a bounded buffer:
/// whoever reads the console and stops must neither stop the mail nor the daemon's end. What does not fit is dropped
/// and counted.
/// </summary>
internal static class DaemonLog
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    // Some megabytes at most; an hour of a busy day.
    private const int Buffered = 10_000;

    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(3);

    /// <param name="monitor">Is told of the buffer, to count what it drops.</param>
    public static Serilog.ILogger Create(LogSettings settings, IAsyncLogEventSinkMonitor? monitor = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new LoggerConfiguration()
            .MinimumLevel.Is(settings.Level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // The host calls it a failure to be told to stop while it starts.
            .Filter.ByExcluding(e => e.Exception is OperationCanceledException && IsOf(e, HostCategory))
            .WriteTo.Sink(new BoundedFlush(Buffer(settings, monitor), LongestFlush))
            .CreateLogger();
    }

    private static Logger Buffer(LogSettings settings, IAsyncLogEventSinkMonitor? monitor) =>
        new LoggerConfiguration()
            .MinimumLevel.Is(LevelAlias.Minimum)
            .WriteTo.Async(
                console => ToConsole(console, settings),
                bufferSize: Buffered,
                blockWhenFull: false,
                monitor: monitor
            )
            .CreateLogger();

    private static bool IsOf(LogEvent happened, string category) =>
        happened.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string name }
        && name == category;

    private static void ToConsole(LoggerSinkConfiguration sinks, LogSettings settings)
    {
        if (settings.AsText)
        {
            sinks.Console(
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture
            );
        }
        else
        {
            sinks.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture));
        }
    }
}
