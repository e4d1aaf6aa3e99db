namespace MailDispatcher.Sandbox.Webhooks;

/// <summary>The event log's words in a webhook's body, and in a subscription.</summary>
internal static class WebhookWords
{
    public static string InBody(string name) =>
        name switch
        {
            "requests" => "request",
            "hardBounces" => "hard_bounce",
            "softBounces" => "soft_bounce",
            _ => name,
        };

    /// <summary>A subscription has no word for an error: nobody is posted one.</summary>
    public static bool IsSubscribed(IReadOnlyList<string> events, string name) =>
        name switch
        {
            "requests" => events.Contains("request") || events.Contains("sent"),
            "hardBounces" => events.Contains("hardBounce"),
            "softBounces" => events.Contains("softBounce"),
            _ => events.Contains(name),
        };
}
