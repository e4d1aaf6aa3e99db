namespace MailDispatcher.Engine;

/// <summary>What to do with a message as it is taken. Closed.</summary>
internal abstract record TriageResult
{
    private TriageResult() { }

    /// <summary>It waits for a decision.</summary>
    public sealed record Wait : TriageResult;

    /// <summary>A person sent it back from the parked queue: it waits again.</summary>
    public sealed record Release : TriageResult;

    /// <summary>The mail is settled; this is a further copy, or the same one after a crash before the ack.</summary>
    public sealed record Drop : TriageResult;

    /// <summary>It can't be read.</summary>
    public sealed record Park(string Reason) : TriageResult;

    /// <summary>Its deadline has passed.</summary>
    public sealed record Expire : TriageResult;

    /// <summary>It says that a person released it, and the journal does not know of that yet.</summary>
    public sealed record Undecided : TriageResult;
}
