using System.Globalization;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>What every part of a page needs: what to show, to whom, and how times read.</summary>
public sealed record PageFrame(OpsSnapshot Snapshot, Viewer Viewer, TimeFormat Clock)
{
    public Html Time(DateTimeOffset instant) =>
        Html.Of(
            $"""<time datetime="{instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}" title="{Clock.Relative(instant)}">{Clock.At(instant)}</time>"""
        );

    public static string Class(HealthLevel state) =>
        state switch
        {
            HealthLevel.Good => "good",
            HealthLevel.Notice => "warning",
            HealthLevel.Bad => "bad",
            HealthLevel.Unknown => "unknown",
            _ => throw new InvalidOperationException("A state without a class."),
        };

    public static Html MailLink(Guid id) => Html.Of($"""<a class="id" href="/mails/{id}">{id.ToString()[..8]}</a>""");

    /// <summary>A form with one button; nothing for somebody who may not act.</summary>
    public Html Button(string path, string label, Html? fields = null, string style = "") =>
        Viewer.FormToken is not { } token
            ? Html.None
            : Html.Of(
                $"""
                <form method="post" action="{path}"><input type="hidden" name="{AccessRules.FormField}" value="{token}">{fields}<button class="{style}">{label}</button></form>
                """
            );

    public static Html Field(string name, string value) =>
        Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");
}
