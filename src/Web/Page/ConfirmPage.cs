using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// Asks once more before something is done with all parked mails of a group: how many, at what cost, which are too
/// late. The form names the group and the count, never the mails, so that a thousand are as easy as two; when other
/// mails have come meanwhile, the count no longer fits and nothing is done.
/// </summary>
internal static class ConfirmPage
{
    public static string Address(string action, ParkedGroup group) => $"/parked/{action}?group={group.Key}";

    public static Html Of(PageFrame frame, string action, ParkedGroup group)
    {
        var late = group.Mails.Count(mail => mail.Deadline <= frame.Snapshot.At);
        var isRetry = action == "retry";
        var mails = TimeFormat.Count(group.Count, "mail");
        var fields = Html.Of(
            $"{PageFrame.Field("group", group.Key)}{PageFrame.Field("count", TimeFormat.Plain(group.Count))}{PageFrame.Field("back", "/parked")}"
        );
        return Layout.Of(
            $"{(isRetry ? "Retry" : "Discard")} {mails}?",
            Html.Of(
                $"""
            <section class="card narrow" aria-label="Confirm">
            <h1>{(isRetry ? "Retry" : "Discard")} {mails}?</h1>
            <p>All that are parked for <b>{group.Cause}</b>{(group.Template is null ? "" : $", template {group.Template}")}: {group.Reason}</p>
            {(isRetry ? Html.Of($"<p>This costs up to <b>{TimeFormat.Count(group.Count - late, "credit")}</b>; {Left(frame)}.</p>")
                : Html.Of($"<p>None of them will ever be sent; the journal keeps who gave them up.</p>"))}
            {(isRetry && late > 0 ? Html.Of($"""<p class="warn">{TimeFormat.Count(late, "mail")} of them {(late == 1 ? "is" : "are")} past the deadline and will expire unsent.</p>""") : Html.None)}
            <div class="actions">{frame.Button($"/actions/{action}", $"{(isRetry ? "Retry" : "Discard")} {mails}", fields, isRetry ? "primary" : "danger")}
            <a class="button" href="{ParkedPage.Address(group)}">No, go back</a></div>
            </section>
            """
            ),
            ActionsPart.Of(frame)
        );
    }

    private static string Left(PageFrame frame) =>
        frame.Snapshot.Credits switch
        {
            { IsUnlimited: true } => "the plan has no limit",
            { Left: { } left } => $"{left} are left today",
            _ => "how many are left is not known",
        };
}
