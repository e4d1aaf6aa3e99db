namespace MailDispatcher.Core.Policy;

/// <summary>The ways to choose when which mail goes.</summary>
public enum PolicyKind
{
    /// <summary>So many each hour, most urgent first, and the rest at the end of the day.</summary>
    Hourly,

    /// <summary>At any moment, by deadline and value, for what waits and what is expected.</summary>
    Deadline,
}
