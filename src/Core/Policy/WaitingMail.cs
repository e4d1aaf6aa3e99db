namespace MailDispatcher.Core.Policy;

/// <summary>What a decision knows of one waiting mail.</summary>
/// <param name="Arrived">When it was published, as far as anyone knows; else when it was first seen.</param>
/// <param name="Value">What sending it before its deadline is worth, above 0; the daemon takes it from its value
/// table.</param>
/// <param name="NotBefore">
/// It may not go before: a failed attempt put it off, its request asks for it, or its template has quiet hours. Null
/// when it may go at once.
/// </param>
/// <param name="Credits">
/// What it costs at most, one for each recipient. A decision never chooses more than there are, and plans and forecasts
/// count it so.
/// </param>
public sealed record WaitingMail(
    Guid Id,
    DateTimeOffset Arrived,
    DateTimeOffset Deadline,
    int Template,
    double Value,
    DateTimeOffset? NotBefore = null,
    int Credits = 1
);
