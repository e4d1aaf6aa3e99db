using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>How the commands look on a terminal.</summary>
internal static class Terminal
{
    private const int WidthOfNoTerminal = 200;

    /// <summary>
    /// Into a file or a pipe go no colours, and no table is cut at 80 columns: a script would read half of it.
    /// </summary>
    public static void Prepare()
    {
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Width = WidthOfNoTerminal;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }

    public static string Colour(HealthLevel state) =>
        state switch
        {
            HealthLevel.Good => "green",
            HealthLevel.Notice => "yellow",
            HealthLevel.Bad => "red",
            HealthLevel.Unknown => "grey",
            _ => throw new InvalidOperationException("A state without a colour."),
        };

    public static void Write(Headline headline)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold {Colour(headline.State)}]{headline.Title}[/]");
        AnsiConsole.WriteLine(headline.Detail);
    }
}
