namespace MailDispatcher.Contracts;

/// <summary>The zone whose calendar days count, where none is set: the one place where its name stands.</summary>
public static class CalendarZone
{
    /// <summary>The original's zone.</summary>
    public const string DefaultName = "America/Recife";
}
