namespace MailDispatcher.Web.Page;

/// <summary>Part 7: the last events.</summary>
internal static class EventsPart
{
    private const int Shown = 12;

    public static Html Of(PageFrame frame) =>
        Html.Of(
            $"""
        <section class="card" aria-label="Last events">
        <h2>Last events</h2>
        {(frame.Snapshot.Events.Count == 0 ? Html.Of($"""<p class="empty">None yet.</p>""") : Html.None)}
        <ol class="events">{frame.Snapshot.Events.Take(Shown).Select(e => Html.Of($"""
        <li><span class="when">{frame.Time(e.At)}</span><span class="light {PageFrame.Class(e.State)}"></span><span class="what"><b>{e.What}</b> {e.Words}</span></li>
        """))}</ol>
        </section>
        """
        );
}
