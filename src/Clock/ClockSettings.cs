using System.Globalization;

namespace MailDispatcher.Clock;

/// <summary>
/// Which clock a program runs by. Given nothing it is the real one; <c>Clock__Speed</c>, <c>Clock__Start</c> and
/// <c>Clock__Origin</c> make it a <see cref="FastClock"/>. Only demonstrations and tests set them.
/// </summary>
public sealed record ClockSettings
{
    /// <value>Seconds of the clock in a real second, 1..100000; 1 is real time.</value>
    public double Speed { get; init; } = 1;

    /// <value>What the clock shows at <see cref="Origin"/>; null: the origin itself.</value>
    public DateTimeOffset? Start { get; init; }

    /// <value>The real instant at which the clock started; required with a speed other than 1 or with a start.</value>
    public DateTimeOffset? Origin { get; init; }

    /// <summary>Reads the three environment variables.</summary>
    /// <exception cref="FormatException">One of them is no number or no time.</exception>
    public static ClockSettings FromEnvironment() =>
        new()
        {
            Speed = Environment.GetEnvironmentVariable("Clock__Speed") is { Length: > 0 } speed
                ? double.Parse(speed, CultureInfo.InvariantCulture)
                : 1,
            Start = Instant("Clock__Start"),
            Origin = Instant("Clock__Origin"),
        };

    /// <exception cref="ArgumentException">The speed is out of range, or the origin is missing.</exception>
    public TimeProvider Create()
    {
        if (Speed is not (>= 1 and <= 100_000))
            throw new ArgumentException("Clock__Speed: give a number from 1 to 100000.");
        if (Origin is not { } origin)
        {
            return Speed == 1 && Start is null
                ? TimeProvider.System
                : throw new ArgumentException("Clock__Origin: give the real time at which the fast clock started.");
        }

        return new FastClock(origin, Start ?? origin, Speed);
    }

    private static DateTimeOffset? Instant(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;
}
