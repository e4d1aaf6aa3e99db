using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>Part 5: the next ten sends, when, and why in this place.</summary>
internal static class NextSendsPart
{
    public static Html Of(PageFrame frame)
    {
        var snapshot = frame.Snapshot;
        var runs = snapshot.NextRuns.Select(run =>
            Html.Of($"<span>{run.Name} run {frame.Time(run.At)}, {frame.Clock.Relative(run.At)}</span>")
        );
        return Html.Of(
            $"""
            <section class="card tall" aria-label="Next sends">
            <h2>Next sends</h2>
            {(
                snapshot.NextSends.Count == 0
                    ? Html.Of(
                        $"""<p class="empty">{(snapshot.LookedAt is null ? "Not known yet." : snapshot.WaitingCount == 0 ? "Nothing waits." : "No send is foreseen.")}</p>"""
                    )
                    : Table(frame, snapshot.NextSends)
            )}
            <p class="facts">{runs}</p>
            </section>
            """
        );
    }

    private static Html Table(PageFrame frame, IReadOnlyList<WaitingRow> rows) =>
        Html.Of(
            $"""
        <ol class="sends">{rows.Select(row => Html.Of($"""
        <li><span class="when">{(row.SendAt is { } at ? frame.Time(at) : Html.Of($"?"))}</span>
        <span class="what">{PageFrame.MailLink(row.Id)} <b>{row.Template}</b> {row.Topic}<br>
        <span class="quiet">{row.Reason} · urgency {row.Urgency}, due {frame.Time(row.Deadline)}</span></span></li>
        """))}</ol>
        """
        );
}
