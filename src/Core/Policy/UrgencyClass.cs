namespace MailDispatcher.Core.Policy;

/// <summary>Three classes that alerts and plots speak of; the scale 1..200 is too fine for them.</summary>
public static class UrgencyClass
{
    public const string Urgent = "urgent";
    public const string Soon = "soon";
    public const string Later = "later";

    public static IReadOnlyList<string> All { get; } = [Urgent, Soon, Later];

    /// <summary><c>urgent</c> within 24 hours of the deadline, <c>soon</c> within 72, else <c>later</c>.</summary>
    public static string Of(DateTimeOffset deadline, DateTimeOffset now) =>
        (deadline - now).TotalHours switch
        {
            <= 24 => Urgent,
            <= 72 => Soon,
            _ => Later,
        };
}
