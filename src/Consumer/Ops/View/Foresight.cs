namespace MailDispatcher.Consumer.Ops.View;

/// <summary>The forecast as the page needs it.</summary>
/// <param name="SendAt">When each mail goes that will be on time.</param>
/// <param name="Misses">The mails that will not.</param>
/// <param name="Why">Why each mail has its place, or misses, in words.</param>
/// <param name="CreditsNeeded">How many more credits would save those that miss; null when credits would not.</param>
/// <param name="TodaySuffices">How likely today's credits are enough, 0..1; null when nobody can say.</param>
/// <param name="Reserve">Credits kept back for urgent mail that is still expected today.</param>
public sealed record Foresight(
    IReadOnlyDictionary<Guid, DateTimeOffset> SendAt, IReadOnlySet<Guid> Misses, Func<Guid, string?> Why, int? CreditsNeeded, double? TodaySuffices, int Reserve);
