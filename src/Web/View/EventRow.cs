namespace MailDispatcher.Web.View;

/// <summary>Something that happened to the dispatcher, in words.</summary>
/// <param name="By">Who did it; null for what nobody did.</param>
public sealed record EventRow(
    DateTimeOffset At,
    EventKind Kind,
    HealthLevel State,
    string What,
    string Words,
    string? By = null
);
