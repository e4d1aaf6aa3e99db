using MailDispatcher.TestKit;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>A fast clock that a test can put forward; a daemon started later is given what it shows then.</summary>
internal sealed class MovableClock(DateTimeOffset start, double speed) : TimeProvider
{
    private readonly DateTimeOffset _origin = System.GetUtcNow();
    private long _moved;

    public override DateTimeOffset GetUtcNow() =>
        start.ToUniversalTime()
        + (System.GetUtcNow() - _origin) * speed
        + TimeSpan.FromTicks(Interlocked.Read(ref _moved));

    /// <summary>What a real span is on this clock.</summary>
    public TimeSpan Of(TimeSpan real) => real * speed;

    public void PutForward(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);

    public Dictionary<string, string?> Settings() => DaemonUnderTest.Clock(GetUtcNow(), speed);
}
