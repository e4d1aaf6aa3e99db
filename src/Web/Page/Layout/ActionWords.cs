namespace MailDispatcher.Web.Page.Layout;

/// <summary>What an action has done, for the page that follows it.</summary>
internal static class ActionWords
{
    /// <returns>Null for what is no action of ours.</returns>
    public static string? Of(string? action) =>
        action switch
        {
            "pause" => "Paused. Nothing is sent until somebody resumes.",
            "resume" => "Resumed. Mail goes with the next run.",
            "run-now" => "A run is on its way.",
            "retry" => "Sent back to the pending queue. It shows there after the next look.",
            "mend" => "Mended and sent back to the pending queue. It shows there after the next look.",
            "send-again" => "Sent again. The app has taken it.",
            "discard" => "Discarded. It will not be sent.",
            _ => null,
        };
}
