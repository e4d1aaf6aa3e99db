using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>A day's report for a terminal and for programs.</summary>
public static class DayReportFormats
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The class as people say it.</summary>
    public static string Words(string urgencyClass) =>
        urgencyClass switch
        {
            UrgencyClass.Urgent => "due within a day",
            UrgencyClass.Soon => "due within three days",
            _ => "due later",
        };

    public static string ToText(this DayReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var book = report.Book;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{book.Day:yyyy-MM-dd}: {report.Outcome}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {report.Plan}");
        text.AppendLine();
        Line("waited from before", report.BroughtForward);
        Line("new requests", book.Asked);
        text.AppendLine("  ------------------------------");
        Line("sent", book.Sent);
        foreach (var (urgency, count) in book.SentByUrgency.Reverse())
            Line($"  of urgency {urgency}", count);
        Line("seen to have expired", book.Expired);
        Line("superseded or cancelled", book.Superseded + book.Cancelled);
        if (book.Coalesced > 0)
            Line("coalesced with another", book.Coalesced);
        Line("parked for a person", book.Parked - book.Released);
        Line("still waiting", report.Waiting);
        text.AppendLine("  ------------------------------");
        Line("in all", book.SettledInAll + report.Waiting);
        if (book.CreditsLeft is { } left)
            Line("credits left", left);
        if (book.Deferred > 0)
            Line("attempts put off", book.Deferred);
        if (book.Unanswered > 0)
            Line("attempts without an answer", book.Unanswered);
        if (book.Duplicates > 0)
            Line("further copies taken out", book.Duplicates);
        if (book.Sent > 0)
            text.AppendLine().AppendLine("  credits spent on mail");
        foreach (var (name, count) in report.SentByClass.Where(c => c.Value > 0))
            Line($"  {Words(name)}", count);
        if (report.Templates.Count > 0)
            text.AppendLine().AppendLine("  template                      sent  missed");
        foreach (var template in report.Templates)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {template.Template, -28}{template.Sent, 6}{template.Missed, 8}"
            );
        return text.ToString();

        void Line(string what, int count) => text.AppendLine(CultureInfo.InvariantCulture, $"  {what, -28}{count, 6}");
    }

    public static string ToJson(this DayReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var book = report.Book;
        return new JsonObject
            {
                ["day"] = book.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["outcome"] = report.Outcome,
                ["plan"] = report.Plan,
                ["sufficient_credits"] = report.SufficientCredits,
                ["brought_forward"] = report.BroughtForward,
                ["asked"] = book.Asked,
                ["sent"] = book.Sent,
                ["sent_on_time"] = report.SentOnTime,
                ["sent_by_class"] = Counts(report.SentByClass),
                ["sent_by_urgency"] = Counts(
                    book.SentByUrgency.Select(p =>
                        KeyValuePair.Create(p.Key.ToString(CultureInfo.InvariantCulture), p.Value)
                    )
                ),
                ["sent_by_template"] = Counts(report.Templates.Select(t => KeyValuePair.Create(t.Template, t.Sent))),
                ["sent_by_hour"] = new JsonArray([.. book.SentByHour.Select(n => (JsonNode?)n)]),
                ["missed"] = report.Missed,
                ["missed_by_template"] = Counts(
                    report.Templates.Select(t => KeyValuePair.Create(t.Template, t.Missed))
                ),
                ["too_late_for_any_plan"] = report.TooLateForAnyPlan,
                ["expired"] = book.Expired,
                ["superseded"] = book.Superseded,
                ["coalesced"] = book.Coalesced,
                ["cancelled"] = book.Cancelled,
                ["parked"] = book.Parked,
                ["released"] = book.Released,
                ["waiting"] = report.Waiting,
                ["deferred"] = book.Deferred,
                ["unanswered"] = book.Unanswered,
                ["duplicates"] = book.Duplicates,
                ["credits_left"] = book.CreditsLeft,
            }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Counts(IEnumerable<KeyValuePair<string, int>> counts) =>
        new(counts.Where(c => c.Value > 0).Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
}
