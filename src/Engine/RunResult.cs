namespace MailDispatcher.Engine;

/// <summary>How a run ended.</summary>
/// <param name="Outcome">done, continued, retries, interrupted, paused, credits_unknown, provider: the metric's
/// label.</param>
/// <param name="Reason">In words.</param>
/// <param name="GoOnAt">When the rest of the run may go on; null when nothing of it is left.</param>
public sealed record RunResult(string Outcome, string Reason, DateTimeOffset? GoOnAt = null);
