namespace MailDispatcher.Web.View;

/// <summary>What was found for a text.</summary>
public sealed record MailHits(DateTimeOffset At, string Zone, IReadOnlyList<MailHit> Mails);
