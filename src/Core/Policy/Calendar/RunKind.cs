namespace MailDispatcher.Core.Policy.Calendar;

/// <summary>What asks for a decision.</summary>
public enum RunKind
{
    /// <summary>The full hour (<c>Schedule__Hourly</c>).</summary>
    Hourly,

    /// <summary>The day's last run (<c>Schedule__EndOfDay</c>): credits left after it are lost at the reset.</summary>
    EndOfDay,

    /// <summary>An arrival or the passing of a short time; only the deadline policy asks for it.</summary>
    Tick,

    /// <summary>A person asked.</summary>
    Manual,
}
