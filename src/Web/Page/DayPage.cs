using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// A day's report: what became of its mail, what the credits went to, and which plan would have been enough.
/// </summary>
internal static class DayPage
{
    public static string Address(DateOnly day) => $"/days/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    public static Html Of(PageFrame frame, DayReport report)
    {
        var (book, name) = (report.Book, report.Book.Day.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture));
        var isOver = book.Day < frame.Snapshot.Today.Day;
        return Layout.Of(
            name,
            Html.Of(
                $"""
                <section class="verdict {PageFrame.Class(
                    report.Missed == 0 ? HealthLevel.Good : HealthLevel.Bad
                )}" aria-label="Outcome">
                <h1>{name}: {report.Outcome}{(isOver ? "" : " so far")}</h1>
                <p>{Sentence(report.Plan)}</p>
                </section>
                <div class="columns">
                <section class="card" aria-label="By template">
                <h2>Credits by template</h2>
                {(
                    report.Templates.Count == 0
                        ? Html.Of($"""<p class="empty">None was spent, and nothing missed.</p>""")
                        : Templates(report.Templates)
                )}
                <p class="facts">{report.SentByClass.Where(c => c.Value > 0).Select(c =>
                    Html.Of($"<span>{c.Value} sent when {DayReportFormats.Words(c.Key)}</span>")
                )}{Left(report, isOver)}</p>
                </section>
                <section class="card" aria-label="By hour">
                <h2>By hour</h2>
                {DayPart.Hours(DayHours.Of(book))}
                </section>
                <section class="card" aria-label="The sum">
                <h2>Where every mail is</h2>
                <dl>
                <dt>waited from before</dt><dd>{report.BroughtForward}</dd>
                <dt>new requests</dt><dd>{book.Asked}</dd>
                <dt><b>in all</b></dt><dd><b>{report.BroughtForward + book.Asked}</b></dd>
                <dt>sent</dt><dd>{book.Sent}</dd>
                <dt>seen to have expired</dt><dd>{book.Expired}</dd>
                <dt>superseded or withdrawn</dt><dd>{book.Superseded + book.Cancelled}</dd>
                <dt>coalesced with another</dt><dd>{book.Coalesced}</dd>
                <dt>parked, less those released</dt><dd>{book.Parked - book.Released}</dd>
                <dt>{(
                    isOver ? "in the pending queue at the end" : "in the pending queue"
                )}</dt><dd>{report.Waiting}</dd>
                </dl>
                </section>
                </div>
                <nav class="pager" aria-label="Pages"><a href="{Address(book.Day.AddDays(-1))}">the day before</a>{(
                    isOver ? Html.Of($"""<a href="{Address(book.Day.AddDays(1))}">the day after</a>""") : Html.None
                )}<a href="/">now</a></nav>
                """
            ),
            ActionsPart.Of(frame)
        );
    }

    private static Html Templates(IReadOnlyList<TemplateTally> templates) =>
        Html.Of(
            $"""
        <table class="numbers">
        <thead><tr><th>template</th><th>sent</th><th>missed</th></tr></thead>
        <tbody>{templates.Select(t => Html.Of($"""
        <tr><td>{t.Template}</td><td>{t.Sent}</td><td>{(t.Missed == 0 ? Html.Of($"0") : Html.Of($"""<span class="miss">{t.Missed}</span>"""))}</td></tr>
        """))}</tbody></table>
        """
        );

    private static Html Left(DayReport report, bool isOver) =>
        report.Book.CreditsLeft is not { } left
            ? Html.None
            : Html.Of($"<span>{TimeFormat.Count(left, "credit")} {(isOver ? "left unused" : "left")}</span>");

    private static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}.";
}
