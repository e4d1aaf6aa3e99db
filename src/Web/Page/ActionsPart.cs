namespace MailDispatcher.Web.Page;

/// <summary>What a person may do to the whole: pause or resume, run now; or log in for it.</summary>
internal static class ActionsPart
{
    public static Html Of(PageFrame frame)
    {
        if (!frame.Viewer.CanLogIn)
            return Html.Of(
                $"""<nav class="actions" aria-label="Actions"><span class="quiet">Read only: no Ops__Token is set.</span></nav>"""
            );
        if (frame.Viewer is { HasSession: true, FormToken: null })
        {
            return Html.Of(
                $"""
                <nav class="actions" aria-label="Actions"><span class="quiet">{frame.Viewer.Name} reads</span>{LogOut}</nav>
                """
            );
        }

        if (frame.Viewer.FormToken is null)
            return Html.Of(
                $"""<nav class="actions" aria-label="Actions"><a class="button" href="/login">Log in to act</a></nav>"""
            );
        var pause = frame.Snapshot.PausedBy is null
            ? Html.Of($"{frame.Button("/actions/run-now", "Run now")}{frame.Button("/actions/pause", "Pause")}")
            : frame.Button("/actions/resume", "Resume", style: "primary");
        return Html.Of(
            $"""
            <nav class="actions" aria-label="Actions"><span class="quiet">{frame.Viewer.Name}</span>{pause}{LogOut}</nav>
            """
        );
    }

    private static Html LogOut { get; } =
        Html.Of($"""<form method="post" action="/logout"><button class="plain">Log out</button></form>""");

    /// <summary>What an action has done, for the page that follows it.</summary>
    public static Html Done(string? action) =>
        action switch
        {
            "pause" => Notice("Paused. Nothing is sent until somebody resumes."),
            "resume" => Notice("Resumed. Mail goes with the next run."),
            "run-now" => Notice("A run is on its way."),
            "retry" => Notice("Sent back to the pending queue. It shows there after the next look."),
            "discard" => Notice("Discarded. It will not be sent."),
            _ => Html.None,
        };

    private static Html Notice(string words) => Html.Of($"""<p class="notice" role="status">{words}</p>""");
}
