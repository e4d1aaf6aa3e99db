using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>A day's report for a terminal and for programs.</summary>
public static class DayReportFormats
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The class as people say it.</summary>
    public static string Words(UrgencyClass urgencyClass) =>
        urgencyClass switch
        {
            UrgencyClass.Urgent => "due within a day",
            UrgencyClass.Soon => "due within three days",
            UrgencyClass.Later => "due later",
            _ => throw new InvalidOperationException("A class without words."),
        };

    public static string ToText(this DayReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var counts = report.Counts;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{counts.Day:yyyy-MM-dd}: {report.Outcome}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {report.Plan}");
        if (report.Delivery is { } delivery)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {delivery}");
        text.AppendLine();
        Line("waited from before", report.BroughtForward);
        Line("new requests", counts.Asked);
        text.AppendLine("  ------------------------------");
        Line("sent", counts.Sent);
        foreach (var (urgency, count) in counts.SentByUrgency.Reverse())
            Line($"  of urgency {urgency}", count);
        Line("seen to have expired", counts.Expired);
        Line("superseded or cancelled", counts.Superseded + counts.Cancelled);
        if (counts.Coalesced > 0)
            Line("coalesced with another", counts.Coalesced);
        if (counts.Suppressed > 0)
            Line("not sent: unreachable", counts.Suppressed);
        Line("parked for a person", counts.Parked - counts.Released);
        Line("still waiting", report.Waiting);
        text.AppendLine("  ------------------------------");
        Line("in all", counts.SettledInAll + report.Waiting);
        if (counts.CreditsLeft is { } left)
            Line("credits left", left);
        if (counts.Deferred > 0)
            Line("attempts put off", counts.Deferred);
        if (counts.Unanswered > 0)
            Line("attempts without an answer", counts.Unanswered);
        if (counts.Duplicates > 0)
            Line("further copies taken out", counts.Duplicates);
        if (counts.Sent > 0)
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
        var counts = report.Counts;
        return new JsonObject
            {
                ["day"] = counts.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["outcome"] = report.Outcome,
                ["plan"] = report.Plan,
                ["sufficient_credits"] = report.SufficientCredits,
                ["brought_forward"] = report.BroughtForward,
                ["asked"] = counts.Asked,
                ["sent"] = counts.Sent,
                ["sent_on_time"] = report.SentOnTime,
                ["sent_by_class"] = Sums(
                    report.SentByClass.Select(c => KeyValuePair.Create(EnumName.Of(c.Key), c.Value))
                ),
                ["sent_by_urgency"] = Sums(
                    counts.SentByUrgency.Select(p =>
                        KeyValuePair.Create(p.Key.ToString(CultureInfo.InvariantCulture), p.Value)
                    )
                ),
                ["sent_by_template"] = Sums(report.Templates.Select(t => KeyValuePair.Create(t.Template, t.Sent))),
                ["sent_by_hour"] = new JsonArray([.. counts.SentByHour.Select(n => (JsonNode?)n)]),
                ["missed"] = report.Missed,
                ["missed_by_template"] = Sums(report.Templates.Select(t => KeyValuePair.Create(t.Template, t.Missed))),
                ["too_late_for_any_plan"] = report.TooLateForAnyPlan,
                ["expired"] = counts.Expired,
                ["superseded"] = counts.Superseded,
                ["coalesced"] = counts.Coalesced,
                ["suppressed"] = counts.Suppressed,
                ["delivered"] = report.Delivered,
                ["delivered_on_time"] = report.DeliveredOnTime,
                ["reached_nobody"] = report.ReachedNobody,
                ["cancelled"] = counts.Cancelled,
                ["parked"] = counts.Parked,
                ["released"] = counts.Released,
                ["waiting"] = report.Waiting,
                ["deferred"] = counts.Deferred,
                ["unanswered"] = counts.Unanswered,
                ["duplicates"] = counts.Duplicates,
                ["credits_spent"] = counts.CreditsSpent,
                ["credits_left"] = counts.CreditsLeft,
            }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Sums(IEnumerable<KeyValuePair<string, int>> counts) =>
        new(counts.Where(c => c.Value > 0).Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
}
