using System.Globalization;
using System.Text;

namespace MailDispatcher.Simulation;

/// <summary>
/// A picture of a simulation, a column per day: mails sent, and below the line mails whose deadline passed unsent.
/// </summary>
public static class DayPlot
{
    private const int Width = 960;
    private const int Height = 320;
    private const int Margin = 48;

    public static string Svg(
        IReadOnlyList<TraceMail> trace,
        IReadOnlyList<MailResult> results,
        CreditDay day,
        DailyCredits credits
    )
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(day);
        var urgent = new SortedDictionary<int, int>();
        var other = new SortedDictionary<int, int>();
        var missed = new SortedDictionary<int, int>();
        foreach (var (mail, result) in trace.Zip(results))
        {
            if (result is MailResult.Sent sent)
                Count(mail.IsUrgent ? urgent : other, day.Of(sent.At));
            else if (result is MailResult.Expired)
                Count(missed, day.Of(mail.Event));
        }
        var days = urgent.Keys.Concat(other.Keys).Concat(missed.Keys).Distinct().Order().ToArray();
        var svg = new StringBuilder();
        Add(
            svg,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" ",
            $"font-family=\"sans-serif\" font-size=\"11\">\n"
        );
        Add(
            svg,
            $"<title>Mails sent and missed, day by day</title>\n",
            $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n"
        );
        if (days.Length > 0)
            Columns(svg, days, urgent, other, missed, credits);
        Add(
            svg,
            $"<text x=\"{Margin}\" y=\"20\"><tspan fill=\"#c2410c\">&#9632;</tspan> urgent, sent ",
            $"<tspan fill=\"#1d4ed8\">&#9632;</tspan> other, sent ",
            $"<tspan fill=\"#737373\">&#9632;</tspan> missed; dashed: the credits of a day</text>\n</svg>\n"
        );
        return svg.ToString();
    }

    private static void Columns(
        StringBuilder svg,
        int[] days,
        SortedDictionary<int, int> urgent,
        SortedDictionary<int, int> other,
        SortedDictionary<int, int> missed,
        DailyCredits credits
    )
    {
        var up = Math.Max(1, days.Max(d => urgent.GetValueOrDefault(d) + other.GetValueOrDefault(d)));
        if (credits.ADay is { } line)
            up = Math.Max(up, Math.Min(line, 3 * up));
        var down = days.Max(d => missed.GetValueOrDefault(d));
        var perMail = (Height - 2.0 * Margin) / (up + down);
        var zero = Margin + up * perMail;
        var step = (Width - 2.0 * Margin) / (days[^1] - days[0] + 1);
        foreach (var d in days)
        {
            var x = Margin + (d - days[0]) * step;
            var (first, second) = (urgent.GetValueOrDefault(d) * perMail, other.GetValueOrDefault(d) * perMail);
            var date = DateOnly.FromDayNumber(d).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Add(
                svg,
                $"<g><title>{date}: {urgent.GetValueOrDefault(d)} urgent and {other.GetValueOrDefault(d)} other mails ",
                $"sent, {missed.GetValueOrDefault(d)} missed</title>"
            );
            Add(svg, Bar(x, zero - first, step * 0.8, first, "#c2410c"));
            Add(svg, Bar(x, zero - first - second, step * 0.8, second, "#1d4ed8"));
            Add(svg, Bar(x, zero, step * 0.8, missed.GetValueOrDefault(d) * perMail, "#737373"));
            Add(svg, $"</g>\n");
        }
        Add(svg, Level(zero, "/>\n"));
        if (credits.ADay is { } aDay && aDay <= up)
            Add(svg, Level(zero - aDay * perMail, " stroke-dasharray=\"4 4\"/>\n"));
        Add(
            svg,
            $"<text x=\"{Margin}\" y=\"{Height - 16}\">{DateOnly.FromDayNumber(days[0]):yyyy-MM-dd}</text>",
            $"<text x=\"{Width - Margin}\" y=\"{Height - 16}\" text-anchor=\"end\">",
            $"{DateOnly.FromDayNumber(days[^1]):yyyy-MM-dd}</text>\n"
        );
        Add(
            svg,
            $"<text x=\"{Margin - 6}\" y=\"{Margin + 4}\" text-anchor=\"end\">{up}</text>",
            $"<text x=\"{Margin - 6}\" y=\"{zero + 4:0.0}\" text-anchor=\"end\">0</text>\n"
        );
    }

    private static void Count(SortedDictionary<int, int> counts, DateOnly date) =>
        counts[date.DayNumber] = counts.GetValueOrDefault(date.DayNumber) + 1;

    private static FormattableString Bar(double x, double y, double width, double height, string colour) =>
        $"<rect x=\"{x:0.0}\" y=\"{y:0.0}\" width=\"{width:0.0}\" height=\"{height:0.0}\" fill=\"{colour}\"/>";

    private static FormattableString Level(double y, string end) =>
        $"<line x1=\"{Margin}\" x2=\"{Width - Margin}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\" stroke=\"#111\"{end}";

    private static void Add(StringBuilder svg, params FormattableString[] texts)
    {
        foreach (var text in texts)
            svg.Append(text.ToString(CultureInfo.InvariantCulture));
    }
}
