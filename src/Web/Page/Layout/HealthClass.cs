namespace MailDispatcher.Web.Page.Layout;

/// <summary>The style sheet's classes for how things stand.</summary>
internal static class HealthClass
{
    public static string Of(HealthLevel state) =>
        state switch
        {
            HealthLevel.Good => "good",
            HealthLevel.Notice => "warning",
            HealthLevel.Bad => "bad",
            HealthLevel.Unknown => "unknown",
            _ => throw new InvalidOperationException("A state without a class."),
        };
}
