namespace MailDispatcher.Core.Journal;

/// <summary>Of the mails sent within a span, how many there are and how many got to nobody.</summary>
/// <param name="ReachedNobody">As far as the provider has told: of the others it may have told nothing.</param>
public sealed record RecentSends(int Sent, int ReachedNobody);
