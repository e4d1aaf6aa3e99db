namespace MailDispatcher.Engine;

/// <summary>No mail has a chance for now: stop.</summary>
/// <param name="Until">When it makes sense to go on; null to leave it to the back-off.</param>
/// <param name="IsQuota">The day's credits are gone: nothing before the reset.</param>
internal sealed record Halt(string Reason, DateTimeOffset? Until = null, bool IsQuota = false);
