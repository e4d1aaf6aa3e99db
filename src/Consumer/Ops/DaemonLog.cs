using System.Globalization;
using MailDispatcher.Consumer.Settings;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace MailDispatcher.Consumer.Ops;

/// <summary>The log: lines for a person, or JSON for everything else.</summary>
public static class DaemonLog
{
    public static Serilog.ILogger Create(LogSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var log = new LoggerConfiguration().MinimumLevel.Is(settings.Level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning);
        return (settings.AsText
            ? log.WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture)
            : log.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))).CreateLogger();
    }
}
