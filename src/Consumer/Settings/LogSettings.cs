using MailDispatcher.Settings;
using Serilog.Events;

namespace MailDispatcher.Consumer.Settings;

/// <summary>How much is logged, and how it looks.</summary>
internal sealed record LogSettings
{
    public required LogEventLevel Level { get; init; }

    /// <summary>Lines for a person; else JSON.</summary>
    public required bool AsText { get; init; }

    internal static LogSettings Read(SettingsReader reader)
    {
        var level = reader.Choice("Log__Level", LogEventLevel.Information, "The least that is logged.");
        var format = reader.Choice(
            "Log__Format",
            "auto",
            ["auto", "text", "json"],
            "Lines for a person or JSON; auto is text on a terminal and JSON elsewhere."
        );
        return new LogSettings
        {
            Level = level,
            AsText = format == "text" || (format == "auto" && !Console.IsOutputRedirected),
        };
    }
}
