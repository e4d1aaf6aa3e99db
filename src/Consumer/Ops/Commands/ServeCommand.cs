using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>How a command that serves until it is told to stop ends, and in which words.</summary>
internal static class ServeCommand
{
    /// <param name="serve">Returns when it has ended.</param>
    /// <param name="port">What its port is called, and which settings give it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        Func<Task> serve,
        (string Of, string Settings) port,
        CancellationToken stopping
    )
    {
        try
        {
            stopping.ThrowIfCancellationRequested();
            await serve();
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started.
            return ExitCode.Done;
        }
        catch (Exception e) when (e is InvalidSettingsException or FormatException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Usage;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"{port.Of} can't be opened: {e.Message} Set {port.Settings}.");
            return ExitCode.Usage;
        }
    }
}
