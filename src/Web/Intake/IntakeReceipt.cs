namespace MailDispatcher.Web.Intake;

/// <summary>A confirmed request.</summary>
/// <param name="Expected">When it will probably go; null when nobody can say.</param>
/// <param name="OnTime">Whether it would make its deadline; null when nobody can say.</param>
/// <param name="UnknownFields">Fields that nobody reads.</param>
internal sealed record IntakeReceipt(
    Guid Id,
    DateTimeOffset? Expected,
    bool? OnTime,
    IReadOnlyList<string> UnknownFields
);
