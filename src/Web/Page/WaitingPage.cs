using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>A list of waiting mails: what a count of the matrix leads to.</summary>
internal static class WaitingPage
{
    public const int RowsAPage = 100;

    public static Html Of(PageFrame frame, WaitingFilter filter, int page)
    {
        var rows = filter.Of(frame.Snapshot).ToList();
        var pages = Math.Max(1, (rows.Count + RowsAPage - 1) / RowsAPage);
        var shown = Math.Clamp(page, 1, pages);
        return Layout.Of(
            "Waiting mail",
            Html.Of(
                $"""
                <section class="card wide" aria-label="Waiting mail">
                <h1>{TimeFormat.Count(rows.Count, "waiting mail")}</h1>
                <p class="facts">{Words(filter)}</p>
                {(
                    rows.Count == 0
                        ? Html.Of($"""<p class="empty">None waits here now.</p>""")
                        : Table(frame, rows.Skip((shown - 1) * RowsAPage).Take(RowsAPage))
                )}
                {Pager(filter, shown, pages)}
                </section>
                """
            ),
            ActionsPart.Of(frame)
        );
    }

    private static Html Words(WaitingFilter filter)
    {
        var urgency = UrgencyBand.All.FirstOrDefault(b => b.Key == filter.Urgency);
        var due = DueBand.All.FirstOrDefault(b => b.Key == filter.Due);
        return Html.Of(
            $"""
            {(urgency is null ? Html.None : Html.Of($"<span>urgency {urgency.Scale} ({urgency.Words})</span>"))}
            {(due is null ? Html.None : Html.Of($"<span>{due.Words} to the deadline</span>"))}
            {(filter.MissesOnly ? Html.Of($"""<span class="warn">will miss their deadlines</span>""") : Html.None)}
            {(
                filter == new WaitingFilter()
                    ? Html.Of($"<span>soonest send first</span>")
                    : Html.Of($"""<a href="/waiting">show all</a>""")
            )}
            """
        );
    }

    private static Html Table(PageFrame frame, IEnumerable<WaitingRow> rows) =>
        Html.Of(
            $"""
        <table class="list">
        <thead><tr><th>mail</th><th>template</th><th>topic</th><th>urgency</th><th>deadline</th><th>goes</th><th>why</th></tr></thead>
        <tbody>{rows.Select(row => Html.Of($"""
        <tr{(row.Misses == true ? Html.Of($" class=\"misses\"") : Html.None)}>
        <td data-label="mail">{PageFrame.MailLink(row.Id)}</td><td data-label="template">{row.Template}</td><td data-label="topic">{row.Topic ?? "–"}</td>
        <td data-label="urgency">{row.Urgency}</td><td data-label="deadline">{frame.Time(row.Deadline)}</td>
        <td data-label="goes">{(row.Misses == true ? Html.Of($"""<span class="miss">misses</span>""") : row.SendAt is { } at ? frame.Time(at) : Html.Of($"not known"))}</td>
        <td data-label="why">{row.Reason ?? "–"}</td></tr>
        """))}</tbody></table>
        """
        );

    private static Html Pager(WaitingFilter filter, int shown, int pages)
    {
        if (pages == 1)
            return Html.None;
        return Html.Of(
            $"""
            <nav class="pager" aria-label="Pages">{(
                shown > 1 ? Link(shown - 1, "previous") : Html.None
            )} <span>page {shown} of {pages}</span> {(shown < pages ? Link(shown + 1, "next") : Html.None)}</nav>
            """
        );

        Html Link(int page, string words) =>
            Html.Of(
                $"""<a href="/waiting?urgency={filter.Urgency}&amp;due={filter.Due}&amp;misses={(filter.MissesOnly ? "1" : "")}&amp;page={page}">{words}</a>"""
            );
    }
}
