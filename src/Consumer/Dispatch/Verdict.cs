namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What to do with a message as it is taken. Closed.</summary>
public abstract record Verdict
{
    private Verdict() { }

    /// <summary>It waits for a decision.</summary>
    public sealed record Wait : Verdict;

    /// <summary>A person sent it back from the parked queue: it waits again.</summary>
    public sealed record Release : Verdict;

    /// <summary>The mail is settled; this is a further copy, or the same one after a crash before the ack.</summary>
    public sealed record Drop : Verdict;

    /// <summary>It can't be read.</summary>
    public sealed record Park(string Reason) : Verdict;

    /// <summary>Its deadline has passed.</summary>
    public sealed record Expire : Verdict;
}
