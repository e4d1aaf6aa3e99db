using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// The parked mails of one group or of all: to send back or to give up, one by one or all that match.
/// </summary>
internal static class ParkedPage
{
    private const int RowsAPage = 100;

    public static string Address(ParkedGroup group) => $"/parked?group={group.Key}";

    /// <param name="key">Of one group; null for all.</param>
    public static Html Of(PageFrame frame, string? key, int page, string? done)
    {
        var groups = frame.Snapshot.Parked.Where(g => key is null || g.Key == key).ToList();
        return Layout.Of(
            "Parked mail",
            Html.Of(
                $"""
                {ActionsPart.Done(done)}
                {(
                    groups.Count == 0
                        ? Html.Of(
                            $"""<section class="card wide"><h1>Parked mail</h1><p class="empty">None is parked{(key is null ? "" : " for this")}. <a href="{(key is null ? "/" : "/parked")}">Back</a></p></section>"""
                        )
                        : Html.None
                )}
                {(
                    groups.Count > 0 && key is null
                        ? Html.Of($"<h1>{TimeFormat.Count(groups.Sum(g => g.Count), "parked mail")}</h1>")
                        : Html.None
                )}
                {groups.Select(group => Group(frame, group, key is null ? 1 : page, isAlone: key is not null))}
                """
            ),
            ActionsPart.Of(frame)
        );
    }

    /// <summary>
    /// Retry and discard of one mail; the second asks once more. Nothing for somebody who may not act.
    /// </summary>
    /// <param name="isReadable">What can't be read is only ever given up.</param>
    public static Html Actions(PageFrame frame, Guid mail, string back, bool isReadable, DateTimeOffset? deadline)
    {
        if (frame.Viewer.FormToken is null)
            return Html.None;
        var fields = Html.Of($"{PageFrame.Field("mail", mail.ToString())}{PageFrame.Field("back", back)}");
        var retry =
            !isReadable ? Html.Of($"""<span class="quiet">It can't be read, so a retry would park it again.</span>""")
            : deadline <= frame.Snapshot.At
                ? Html.Of($"""<span class="quiet">Its deadline has passed: it would expire.</span>""")
            : frame.Button("/actions/retry", "Retry (1 credit)", fields, "primary");
        return Html.Of(
            $"""
            <div class="actions">{retry}
            <details><summary>Discard …</summary><p>It will never be sent; the journal keeps who gave it up.</p>{frame.Button(
                "/actions/discard",
                "Discard for good",
                fields,
                "danger"
            )}</details></div>
            """
        );
    }

    private static Html Group(PageFrame frame, ParkedGroup group, int page, bool isAlone)
    {
        var pages = Math.Max(1, (group.Mails.Count + RowsAPage - 1) / RowsAPage);
        var shown = Math.Clamp(page, 1, pages);
        var title = Html.Of($"{group.Count} × {group.Cause}{(group.Template is null ? "" : $", {group.Template}")}");
        return Html.Of(
            $"""
            <section class="card wide" aria-label="Parked mail: {group.Cause}">
            {(isAlone ? Html.Of($"<h1>{title}</h1>") : Html.Of($"<h2>{title}</h2>"))}
            <p>{group.Reason}</p>
            {(group.Count > 1 ? OnAll(frame, group) : Html.None)}
            <table class="list">
            <thead><tr><th scope="col">mail</th><th scope="col">parked</th><th scope="col">deadline</th><th scope="col">what to do</th></tr></thead>
            <tbody>{group.Mails.Skip((shown - 1) * RowsAPage).Take(RowsAPage).Select(mail => Html.Of($"""
            <tr><td data-label="mail">{PageFrame.MailLink(mail.Id)}</td><td data-label="parked">{frame.Time(mail.At)}</td>
            <td data-label="deadline">{(mail.Deadline is { } deadline ? frame.Time(deadline) : Html.Of($"not readable"))}</td>
            <td data-label="do">{Actions(frame, mail.Id, Address(group), mail.IsReadable, mail.Deadline)}</td></tr>
            """))}</tbody></table>
            {Pager(group, shown, pages)}
            </section>
            """
        );
    }

    private static Html OnAll(PageFrame frame, ParkedGroup group) =>
        frame.Viewer.FormToken is null
            ? Html.None
            : Html.Of(
                $"""
        <div class="actions">{(group.CanBeRetried
            ? Html.Of($"""<a class="button" href="{ConfirmPage.Address("retry", group)}">Retry all {group.Count} …</a>""")
            : Html.Of($"""<span class="quiet">None of them can be read: a retry would park them again.</span>"""))}
        <a class="button" href="{ConfirmPage.Address("discard", group)}">Discard all {group.Count} …</a></div>
        """
            );

    private static Html Pager(ParkedGroup group, int shown, int pages) =>
        pages == 1
            ? Html.None
            : Html.Of(
                $"""
                <nav class="pager" aria-label="Pages">{(
                    shown > 1 ? Html.Of($"""<a href="{Address(group)}&amp;page={shown - 1}">previous</a>""") : Html.None
                )}
                <span>page {shown} of {pages}</span>
                {(
                    shown < pages ? Html.Of($"""<a href="{Address(group)}&amp;page={shown + 1}">next</a>""") : Html.None
                )}</nav>
                """
            );
}
