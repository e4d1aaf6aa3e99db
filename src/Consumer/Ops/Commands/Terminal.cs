using MailDispatcher.Consumer.Ops.View;
using Spectre.Console;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>How the commands look on a terminal.</summary>
internal static class Terminal
{
    // Without a terminal a table would be cut at 80 columns, and a script would read half of it.
    private const int WidthOfNoTerminal = 200;

    public static string Colour(LightState state) => state switch
    {
        LightState.Good => "green",
        LightState.Warning => "yellow",
        LightState.Bad => "red",
        LightState.Unknown => "grey",
        _ => throw new InvalidOperationException("A state without a colour."),
    };

    public static void Write(Headline headline)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold {Colour(headline.State)}]{headline.Title}[/]");
        AnsiConsole.WriteLine(headline.Detail);
    }

    public static void Write(Table table)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfNoTerminal;
        AnsiConsole.Write(table);
    }
}
