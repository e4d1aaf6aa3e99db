namespace MailDispatcher.Core.Ports;

/// <summary>What the dispatcher counts: a method for each fact. No label ever holds an address.</summary>
public interface IDispatchMetrics
{
    /// <param name="outcome">accepted, already_taken, refused, throttled, account_fault, out_of_credits, not_taken,
    /// uncertain.</param>
    void Attempted(int templateNumber, int urgency, string urgencyClass, string outcome, TimeSpan took);

    void Sent(string urgencyClass, TimeSpan inQueue);

    /// <summary>A mail was sent before its deadline.</summary>
    /// <param name="classWhenAsked">How urgent it was when it was asked for: the one class that it keeps.</param>
    void DeadlineMet(string classWhenAsked);

    /// <summary>
    /// A deadline passed before the mail was sent; one that was over when the mail was asked for was nobody's to meet.
    /// </summary>
    /// <param name="asked">Null when nobody knows; it counts as missed.</param>
    void DeadlineMissed(DateTimeOffset? asked, DateTimeOffset deadline);

    /// <param name="outcome">read, unknown, account_fault.</param>
    void CreditsRead(string outcome);

    /// <param name="outcome">sent, expired, superseded, cancel, parked, duplicate.</param>
    void Settled(string outcome, string urgencyClass);

    /// <param name="result">done, retries, continued, interrupted, credits_unknown, provider, paused.</param>
    void RunEnded(string run, string result, TimeSpan took);
}
