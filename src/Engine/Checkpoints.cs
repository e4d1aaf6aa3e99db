using System.Diagnostics;

namespace MailDispatcher.Engine;

/// <summary>
/// Ends the process, as kill -9 would, when it passes a named point for the n-th time. Armed by
/// <c>CrashTest__At=AttemptJournalled:3</c> and by nothing else; without it, passing costs a comparison.
/// </summary>
public sealed class Checkpoints(Checkpoint? fatal, int occurrence)
{
    private int _left = occurrence;

    public static Checkpoints Unarmed { get; } = new(null, 0);

    /// <exception cref="FormatException">The text names no checkpoint.</exception>
    public static Checkpoints Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Unarmed;
        var parts = text.Split(':');
        if (!Enum.TryParse<Checkpoint>(parts[0], out var point))
            throw new FormatException($"CrashTest__At: '{parts[0]}' is no checkpoint.");
        return new Checkpoints(
            point,
            parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1
        );
    }

    public void Pass(Checkpoint point)
    {
        if (point == fatal && Interlocked.Decrement(ref _left) == 0)
            Process.GetCurrentProcess().Kill();
    }
}
