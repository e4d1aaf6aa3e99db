namespace MailDispatcher.Core.Health;

/// <summary>The forecast in one breath.</summary>
/// <param name="Count">Waiting mails that will miss their deadlines.</param>
/// <param name="Urgent">Those of them that are due within 24 hours.</param>
/// <param name="First">The first deadline missed.</param>
/// <param name="CreditsNeeded">How many more credits would save those that credits can save; null when credits are not
/// what is missing.</param>
/// <param name="BeyondHelp">How many of them no number of credits would save: no run, or no attempt, comes before their
/// deadlines.</param>
/// <param name="TodaySuffices">How likely it is, 0..1, that today's credits do for what waits and what is still
/// expected; null when nobody can say.</param>
public sealed record MissesAhead(
    int Count,
    int Urgent,
    DateTimeOffset? First,
    int? CreditsNeeded,
    int BeyondHelp,
    double? TodaySuffices
);
