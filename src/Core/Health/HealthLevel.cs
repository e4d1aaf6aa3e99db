namespace MailDispatcher.Core.Health;

/// <summary>How something stands, for a status or a headline.</summary>
public enum HealthLevel
{
    Good,

    /// <summary>Somebody should know; nothing is lost yet.</summary>
    Notice,

    /// <summary>Mail is or will be late, or most of it reaches nobody.</summary>
    Bad,

    /// <summary>Not known (yet).</summary>
    Unknown,
}
