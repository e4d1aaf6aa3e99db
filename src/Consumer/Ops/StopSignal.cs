using System.Runtime.InteropServices;
using MailDispatcher.Consumer.Ops.Commands;

namespace MailDispatcher.Consumer.Ops;

/// <summary>
/// SIGTERM as a token, from the first moment of the program to its end: by itself the runtime ends the process with 143
/// as soon as the signal comes. The process has one; it is never disposed, because the signal may come while the
/// program ends.
/// </summary>
internal static class StopSignal
{
    private static readonly CancellationTokenSource Source = new();
    private static PosixSignalRegistration? _registration;
    private static Timer? _end;

    /// <summary>Begins to listen.</summary>
    /// <param name="longest">What does not heed the token is ended after this time.</param>
    /// <returns>Cancelled at SIGTERM.</returns>
    public static CancellationToken Listen(TimeSpan longest)
    {
        _registration ??= PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                _end ??= new Timer(_ => Environment.Exit(ExitCode.Terminated), null, longest, Timeout.InfiniteTimeSpan);
                Source.Cancel();
            }
        );
        return Source.Token;
    }
}
