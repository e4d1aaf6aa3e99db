namespace MailDispatcher.Web.View;

/// <summary>One outcome on its way to an app by webhook.</summary>
/// <param name="EventId">The outcome's.</param>
/// <param name="Outcome">As on the wire.</param>
/// <param name="At">The last attempt.</param>
/// <param name="Result">What came of it, in words.</param>
/// <param name="IsTold">The app has it.</param>
/// <param name="IsGivenUp">It is tried no more, other than by a person.</param>
public sealed record WebhookDelivery(
    string EventId,
    Guid Mail,
    string Outcome,
    DateTimeOffset At,
    int Attempts,
    string Result,
    bool IsTold,
    bool IsGivenUp = false
);
