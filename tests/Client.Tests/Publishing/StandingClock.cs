namespace MailDispatcher.Client.Tests.Publishing;

/// <summary>Shows one instant; its timers are real.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
