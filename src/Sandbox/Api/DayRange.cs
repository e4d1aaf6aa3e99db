namespace MailDispatcher.Sandbox.Api;

/// <summary>Days of UTC, both ends included.</summary>
internal sealed record DayRange(DateOnly First, DateOnly Last)
{
    public bool Holds(DateTimeOffset instant) =>
        DateOnly.FromDateTime(instant.UtcDateTime) is var day && day >= First && day <= Last;
}
