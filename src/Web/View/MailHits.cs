namespace MailDispatcher.Web.View;

/// <summary>What was found for a text.</summary>
/// <param name="Unknown">What could not be looked through; null when all was.</param>
public sealed record MailHits(DateTimeOffset At, string Zone, IReadOnlyList<MailHit> Mails, string? Unknown = null);
