using System.Diagnostics;
using System.Globalization;
using MailDispatcher.Engine;

namespace MailDispatcher.TestConsumer;

/// <summary>
/// Ends the process, as kill -9 would, when it passes a named point for the n-th time:
/// <c>CrashTest__At=AttemptJournalled:3</c>.
/// </summary>
internal sealed class FatalCheckpoint(Checkpoint fatal, int occurrence) : ICheckpoints
{
    private int _left = occurrence;

    /// <exception cref="FormatException">The text names no checkpoint.</exception>
    public static ICheckpoints Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return ICheckpoints.Unwatched;
        var parts = text.Split(':');
        if (!Enum.TryParse<Checkpoint>(parts[0], out var point))
            throw new FormatException($"CrashTest__At: '{parts[0]}' is no checkpoint.");
        return new FatalCheckpoint(point, parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1);
    }

    public void Pass(Checkpoint point)
    {
        if (point == fatal && Interlocked.Decrement(ref _left) == 0)
            Process.GetCurrentProcess().Kill();
    }
}
