using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>Part 3: the waiting mail, urgency against the time that is left; each count leads to its list.</summary>
internal static class MatrixPart
{
    public static Html Of(PageFrame frame)
    {
        var snapshot = frame.Snapshot;
        return Html.Of(
            $"""
            <section class="card" aria-label="Waiting mail">
            <h2>Waiting {(snapshot.LookedAt is null ? Html.None : Html.Of($"""<a class="count" href="/waiting">{snapshot.WaitingCount}</a>"""))}</h2>
            {(snapshot.WaitingCount == 0 ? Html.Of($"""<p class="empty">{(snapshot.LookedAt is null ? "Not known yet." : "Nothing waits.")}</p>""") : Table(snapshot))}
            <p class="facts">{(snapshot.LookedAt is { } looked
                ? Html.Of($"<span>looked into {frame.Time(looked)}, {frame.Clock.Relative(looked)}</span>")
                : Html.Of($"<span>not looked into yet</span>"))}{(snapshot.Misses is { Count: > 0 }
                ? Html.Of($"""<span class="warn">✗ will miss their deadlines</span>""") : Html.None)}{(snapshot.WaitingCount > snapshot.Waiting.Count
                ? Html.Of($"<span>{snapshot.WaitingCount - snapshot.Waiting.Count} beyond the window are in no list</span>") : Html.None)}</p>
            </section>
            """
        );
    }

    private static Html Table(OpsSnapshot snapshot)
    {
        var cells = snapshot
            .Waiting.GroupBy(row => (UrgencyBand.Of(row.Urgency).Key, DueBand.Of(row.Deadline - snapshot.At).Key))
            .ToDictionary(g => g.Key, g => (All: g.Count(), Misses: g.Count(row => row.Misses == true)));
        return Html.Of(
            $"""
            <div class="scroll"><table class="matrix">
            <thead><tr><th scope="col">urgency</th>{DueBand.All.Select(due => Html.Of($"""<th scope="col">{due.Words}</th>"""))}<th scope="col">all</th></tr></thead>
            <tbody>{UrgencyBand.All.Select(urgency => Html.Of($"""
            <tr><th scope="row"><b>{urgency.Scale}</b> <span>{urgency.Words}</span></th>{DueBand.All.Select(due =>
                Cell($"/waiting?urgency={urgency.Key}&due={due.Key}", cells.GetValueOrDefault((urgency.Key, due.Key))))}{
                Cell($"/waiting?urgency={urgency.Key}", Sum(cells.Where(c => c.Key.Item1 == urgency.Key).Select(c => c.Value)))}</tr>
            """))}</tbody>
            <tfoot><tr><th scope="row">all</th>{DueBand.All.Select(due =>
                Cell($"/waiting?due={due.Key}", Sum(cells.Where(c => c.Key.Item2 == due.Key).Select(c => c.Value))))}{
                Cell("/waiting", Sum(cells.Values))}</tr></tfoot>
            </table></div>
            """
        );
    }

    private static (int All, int Misses) Sum(IEnumerable<(int All, int Misses)> cells) =>
        cells.Aggregate((All: 0, Misses: 0), (sum, cell) => (sum.All + cell.All, sum.Misses + cell.Misses));

    private static Html Cell(string link, (int All, int Misses) cell)
    {
        if (cell.All == 0)
            return Html.Of($"""<td class="none">·</td>""");
        var join = link.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var misses =
            cell.Misses == 0
                ? Html.None
                : Html.Of(
                    $"""<a class="miss" href="{link}{join}misses=1" title="{cell.Misses} will miss their deadlines">✗ {cell.Misses}</a>"""
                );
        return Html.Of($"""<td><a href="{link}">{cell.All}</a>{misses}</td>""");
    }
}
