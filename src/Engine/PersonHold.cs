namespace MailDispatcher.Engine;

/// <summary>A mail that waits because its person has had as many as the ceiling allows.</summary>
/// <param name="Until">When the ceiling has room again.</param>
/// <param name="IsStorm">More of one template came for the person within an hour than the ceiling lets through: an
/// app repeats itself. False: a busy day.</param>
/// <param name="GoesAt">When it goes at the soonest, its person's others with sooner deadlines before it; null when the
/// ceiling keeps it until after its deadline.</param>
public sealed record PersonHold(
    Guid Mail,
    int Template,
    DateTimeOffset Until,
    bool IsStorm,
    DateTimeOffset? GoesAt = null
);
