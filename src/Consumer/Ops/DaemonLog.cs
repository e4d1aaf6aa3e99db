using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace MailDispatcher.Consumer.Ops;

/// <summary>The log: for a person on a terminal, JSON lines for everything else. <c>Log__Level</c> sets the least level.</summary>
public static class DaemonLog
{
    public static Serilog.ILogger Create()
    {
        var level = Enum.TryParse<LogEventLevel>(Environment.GetEnvironmentVariable("Log__Level"), ignoreCase: true, out var set)
            ? set : LogEventLevel.Information;
        var log = new LoggerConfiguration().MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning);
        var forAPerson = !Console.IsOutputRedirected || Environment.GetEnvironmentVariable("Log__Format") == "text";
        return (forAPerson
            ? log.WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture)
            : log.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))).CreateLogger();
    }
}
