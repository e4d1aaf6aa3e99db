using Serilog.Events;

namespace MailDispatcher.Consumer.Settings;

/// <summary>How much is logged, and how it looks.</summary>
public sealed record LogSettings
{
    public required LogEventLevel Level { get; init; }

    /// <summary>Lines for a person; else JSON.</summary>
    public required bool AsText { get; init; }

    internal static LogSettings Read(SettingsReader reader)
    {
        var level = reader.Text(
            "Log__Level",
            "Information",
            "Verbose, Debug, Information, Warning, Error or Fatal",
            "The least that is logged.",
            text => Enum.GetNames<LogEventLevel>().Contains(text, StringComparer.OrdinalIgnoreCase)
        );
        var format = reader.Text(
            "Log__Format",
            "auto",
            "auto, text or json",
            "Lines for a person or JSON; auto is text on a terminal and JSON elsewhere.",
            text => text is "auto" or "text" or "json"
        );
        return new LogSettings
        {
            Level = Enum.Parse<LogEventLevel>(level, ignoreCase: true),
            AsText = format == "text" || (format == "auto" && !Console.IsOutputRedirected),
        };
    }
}
