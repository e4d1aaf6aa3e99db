namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What the sending of one mail means for the run. Closed.</summary>
public abstract record SendResult
{
    private SendResult() { }

    /// <summary>Sent, parked or expired: it has left the pending queue.</summary>
    public sealed record Settled : SendResult;

    /// <summary>The provider did not take or did not answer this mail; it waits on.</summary>
    public sealed record Failed : SendResult;

    /// <summary>No mail of this run has a chance: stop.</summary>
    /// <param name="Until">When it makes sense to go on; null to leave it to the retry steps.</param>
    /// <param name="IsQuota">The day's credits are gone: nothing before the reset.</param>
    public sealed record Halt(string Reason, DateTimeOffset? Until = null, bool IsQuota = false) : SendResult;
}
