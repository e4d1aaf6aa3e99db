using System.Globalization;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>The parked mails of one cause, to send back or to give up, one by one or all of them.</summary>
internal static class ParkedPage
{
    private const int Shown = 200;

    public static Html Of(PageFrame frame, string? cause)
    {
        var groups = frame.Snapshot.Parked.Where(g => cause is null || g.Cause == cause).ToList();
        return Layout.Of("Parked mail", Html.Of($"""
            {(groups.Count == 0 ? Html.Of($"""<section class="card wide"><h1>Parked mail</h1><p class="empty">None is parked for this.</p></section>""") : Html.None)}
            {groups.Select(group => Group(frame, group))}
            """), ActionsPart.Of(frame));
    }

    /// <summary>Retry and discard; the second asks once more. Nothing for somebody who may not act.</summary>
    public static Html Actions(PageFrame frame, IReadOnlyList<Guid> mails, string back)
    {
        if (frame.Viewer.FormToken is null) return Html.None;
        var fields = Html.Of($"{mails.Select(id => PageFrame.Field("mail", id.ToString()))}{PageFrame.Field("back", back)}");
        var all = mails.Count == 1 ? "" : $" all {mails.Count.ToString(CultureInfo.InvariantCulture)}";
        return Html.Of($"""
            <div class="actions">{frame.Button("/actions/retry", $"Retry{all}", fields, "primary")}
            <details><summary>Discard{all} …</summary><p>It will never be sent; the journal keeps who gave it up.</p>{frame.Button("/actions/discard", $"Discard{all} for good", fields, "danger")}</details></div>
            """);
    }

    private static Html Group(PageFrame frame, ParkedGroup group) => Html.Of($"""
        <section class="card wide" aria-label="Parked mail">
        <h1>{group.Count} × {group.Cause}</h1>
        <p>{group.Reason}</p>
        {(group.Mails.Count > 1 ? Actions(frame, [.. group.Mails.Select(m => m.Id)], "/") : Html.None)}
        <table class="list">
        <thead><tr><th>mail</th><th>parked</th><th>deadline</th><th>reason</th><th></th></tr></thead>
        <tbody>{group.Mails.Take(Shown).Select(mail => Html.Of($"""
        <tr><td data-label="mail">{PageFrame.MailLink(mail.Id)}</td><td data-label="parked">{frame.Time(mail.At)}</td>
        <td data-label="deadline">{(mail.Deadline is { } deadline ? frame.Time(deadline) : Html.Of($"not readable"))}</td>
        <td data-label="reason">{mail.Reason}</td><td>{Actions(frame, [mail.Id], $"/parked?cause={Uri.EscapeDataString(group.Cause)}")}</td></tr>
        """))}</tbody></table>
        </section>
        """);
}
