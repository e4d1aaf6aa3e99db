namespace MailDispatcher.Consumer.Dispatch;

/// <summary>How a run ended.</summary>
/// <param name="Outcome">done, continued, retries, interrupted, paused, credits_unknown, provider: the metric's label.</param>
/// <param name="Reason">In words.</param>
/// <param name="GoOnAt">When the rest of the run may go on; null when nothing of it is left.</param>
/// <param name="LookAgainAt">When uncertain or put-off mails need a look; null when there are none.</param>
public sealed record RunResult(string Outcome, string Reason, DateTimeOffset? GoOnAt = null, DateTimeOffset? LookAgainAt = null);
