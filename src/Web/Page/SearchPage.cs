using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>Where is my mail? What was found for an id's beginning, a topic or a template.</summary>
internal static class SearchPage
{
    /// <summary>The field by itself, for every page's head.</summary>
    public static Html Field(string? text = null) =>
        Html.Of(
            $"""
            <form class="search" role="search" method="get" action="/search"><input name="q" type="search" aria-label="Find a mail by id, topic or template" placeholder="id, topic or template" value="{text}" maxlength="100"><button>Find</button></form>
            """
        );

    public static Html Of(PageFrame frame, string text, IReadOnlyList<MailHit> mails) =>
        Layout.Of(
            "Find a mail",
            Html.Of(
                $"""
                <section class="card wide" aria-label="Found mail">
                <h1>{TimeFormat.Count(mails.Count, "mail")} found for “{text}”</h1>
                {(
                    mails.Count == MailQuery.Most
                        ? Html.Of($"""<p class="quiet">There may be more; these are the newest.</p>""")
                        : Html.None
                )}
                {(
                    mails.Count == 0
                        ? Html.Of(
                            $"""<p class="empty">Give the first characters of its id ({MailQuery.ShortestId} at least), or a part of the template's name; of mail that waits also of its topic.</p>"""
                        )
                        : Table(frame, mails)
                )}
                </section>
                """
            ),
            ActionsPart.Of(frame)
        );

    private static Html Table(PageFrame frame, IReadOnlyList<MailHit> mails) =>
        Html.Of(
            $"""
        <table class="list">
        <thead><tr><th scope="col">mail</th><th scope="col">state</th><th scope="col">template</th><th scope="col">asked for</th><th scope="col">deadline</th></tr></thead>
        <tbody>{mails.Select(mail => Html.Of($"""
        <tr><td data-label="mail">{PageFrame.MailLink(mail.Id)}</td><td data-label="state">{mail.State}</td><td data-label="template">{mail.Template}</td>
        <td data-label="asked for">{frame.Time(mail.Arrived)}</td><td data-label="deadline">{frame.Time(mail.Deadline)}</td></tr>
        """))}</tbody></table>
        """
        );
}
