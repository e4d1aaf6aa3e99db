namespace MailDispatcher.Core.Policy.Decisions;

/// <summary>What is expected of all that waits, if the policy stays as it is.</summary>
public sealed record Forecast
{
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>One for each waiting mail, in the order of the situation.</summary>
    public required IReadOnlyList<MailForecast> Mails { get; init; }

    /// <summary>
    /// How many more credits today would save every mail that credits can save: 0 when none misses; null when some do
    /// and no number of credits would save any of them.
    /// </summary>
    public required int? CreditsMissing { get; init; }

    /// <summary>How many of the misses no number of credits would save.</summary>
    public required int BeyondHelp { get; init; }

    /// <summary>
    /// In what share of the past days like today the credits left would have been enough for everything due today, that
    /// which waits and that which still came; null when no past day is known.
    /// </summary>
    public required double? ChanceThatTodaySuffices { get; init; }

    /// <summary>
    /// What the policy decides in the same situation, with the reason of each mail's place; null where it decides at
    /// its runs only.
    /// </summary>
    public Decision? Decision { get; init; }

    public int Misses => Mails.Count(m => m is MailForecast.Misses);

    /// <summary>The soonest deadline that will be missed; null when none will.</summary>
    public DateTimeOffset? FirstMiss => Mails.OfType<MailForecast.Misses>().Min(m => (DateTimeOffset?)m.Mail.Deadline);
}
