using Spectre.Console;

namespace MailDispatcher.Publisher.Output;

/// <summary>Lines with a progress bar below them, on a terminal.</summary>
internal sealed class BarReport(IAnsiConsole console, ProgressTask bar, TextWriter? error) : IReport
{
    public void Published(string line)
    {
        console.WriteLine(line);
        bar.Increment(1);
    }

    // On the terminal itself it goes through the bar's own writer, which keeps the bar whole.
    public void Refused(int line, string reason)
    {
        if (error is null)
            console.WriteLine($"line {line}: {reason}", new Style(Color.Red));
        else
            error.WriteLine($"line {line}: {reason}");
        bar.Increment(1);
    }

    /// <summary>Runs something under a bar.</summary>
    /// <param name="total">How many entries will be reported; null when nobody knows.</param>
    public static Task<T> RunAsync<T>(int? total, Func<IReport, Task<T>> work) =>
        AnsiConsole
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new SpinnerColumn(),
                new ElapsedTimeColumn()
            )
            .StartAsync(context =>
            {
                var bar = context.AddTask("publishing", maxValue: total ?? double.MaxValue);
                bar.IsIndeterminate = total is null;
                return work(new BarReport(AnsiConsole.Console, bar, Console.IsErrorRedirected ? Console.Error : null));
            });
}
