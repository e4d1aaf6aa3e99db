using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// Part 4: what needs a person: parked mail by cause, and mail of which nobody knows whether it was taken.
/// </summary>
internal static class ParkedPart
{
    private const int MostShown = 10;

    public static Html Of(PageFrame frame)
    {
        var snapshot = frame.Snapshot;
        var nothing = snapshot.ParkedCount == 0 && snapshot.Uncertain.Count == 0;
        return Html.Of(
            $"""
            <section class="card" aria-label="Needs a person">
            <h2>Needs a person {(
                nothing
                    ? Html.None
                    : Html.Of($"""<span class="count">{snapshot.ParkedCount + snapshot.Uncertain.Count}</span>""")
            )}</h2>
            {(nothing ? Html.Of($"""<p class="empty">Nothing does.</p>""") : Html.None)}
            {(
                snapshot.ParkedCount > 0 && snapshot.Parked.Count == 0
                    ? Html.Of($"<p>{TimeFormat.Count(snapshot.ParkedCount, "parked mail")}.</p>")
                    : Html.None
            )}
            {snapshot.Parked.Take(MostShown).Select(group => Group(frame, group))}
            {(
                snapshot.Parked.Count > MostShown
                    ? Html.Of($"""<p><a href="/parked">and {snapshot.Parked.Count - MostShown} more groups</a></p>""")
                    : Html.None
            )}
            {(snapshot.Uncertain.Count == 0 ? Html.None : Uncertain(frame, snapshot.Uncertain))}
            </section>
            """
        );
    }

    private static Html Group(PageFrame frame, ParkedGroup group) =>
        Html.Of(
            $"""
            <article class="group">
            <h3><a href="{ParkedPage.Address(group)}">{group.Count} × {group.Cause}{(
                group.Template is null ? "" : $", {group.Template}"
            )}</a></h3>
            <p>{group.Reason}</p>
            <p class="facts">{(
                group.OldestDeadline is { } deadline
                    ? Html.Of($"<span>oldest deadline {frame.Time(deadline)}</span>")
                    : Html.Of($"<span>no deadline can be read</span>")
            )}
            <span>{(
                group.CanBeRetried ? $"a retry costs {TimeFormat.Count(group.Count, "credit")}" : "a retry can't help"
            )}</span></p>
            </article>
            """
        );

    private static Html Uncertain(PageFrame frame, IReadOnlyList<UncertainRow> rows) =>
        Html.Of(
            $"""
            <article class="group">
            <h3>{TimeFormat.Count(rows.Count, "uncertain mail")}</h3>
            <p>The provider gave no answer, so nobody knows whether it was taken. It clears itself up; a person need not act unless it stays.</p>
            <ul class="rows">{rows.Take(MostShown).Select(row =>
                Html.Of(
                    $"<li>{PageFrame.MailLink(row.Id)} since {frame.Time(row.Since)}: {row.Reason}. <b>{row.Step}</b></li>"
                )
            )}</ul>
            {(
                rows.Count > MostShown
                    ? Html.Of($"""<p class="quiet">and {rows.Count - MostShown} more</p>""")
                    : Html.None
            )}
            </article>
            """
        );
}
