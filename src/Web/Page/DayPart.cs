using System.Globalization;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>Part 6: the day so far by hour, as stacked bars.</summary>
internal static class DayPart
{
    private const int Slot = 17;
    private const int Height = 120;
    private const int Left = 30;
    private const int Top = 8;

    public static Html Of(PageFrame frame)
    {
        var day = frame.Snapshot.Today;
        return Html.Of(
            $"""
            <section class="card" aria-label="The day so far">
            <h2>{day.Day.ToString("dddd, d MMMM", CultureInfo.InvariantCulture)}</h2>
            {Hours(day)}
            <p class="facts"><a href="{DayPage.Address(day.Day)}">The day's report</a> <a href="{DayPage.Address(
                day.Day.AddDays(-1)
            )}">Yesterday's</a></p>
            </section>
            """
        );
    }

    /// <summary>Counts and plot.</summary>
    public static Html Hours(DayHours day)
    {
        (string Name, string Words, IReadOnlyList<int> Hours)[] series =
        [
            ("sent", "sent", day.Sent),
            ("retried", "put off and retried", day.Retried),
            ("parked", "parked", day.Parked),
            ("superseded", "superseded", day.Superseded),
            ("coalesced", "coalesced", day.Coalesced),
            ("expired", "expired", day.Expired),
        ];
        return Html.Of(
            $"""
            <ul class="legend"><li><b>{day.Asked}</b> asked for</li>{series.Select(s =>
                Html.Of($"""<li><i class="{s.Name}"></i><b>{s.Hours.Sum()}</b> {s.Words}</li>""")
            )}</ul>
            {Plot(series)}
            """
        );
    }

    private static Html Plot((string Name, string Words, IReadOnlyList<int> Hours)[] series)
    {
        var most = Enumerable.Range(0, 24).Max(hour => series.Sum(s => s.Hours[hour]));
        var scale = RoundUp(Math.Max(4, most));
        var width = Left + 24 * Slot;
        return Html.Of(
            $"""
            <svg class="plot" viewBox="0 0 {width} {Top + Height + 22}" role="img" aria-label="Mails by hour">
            {Enumerable.Range(0, 3).Select(i => GridLine(scale * i / 2, scale, width))}
            {Enumerable.Range(0, 24).Select(hour => Bar(series, hour, scale))}
            {Enumerable.Range(0, 9).Select(i => Math.Min(23, i * 3)).Distinct().Select(hour => Html.Of(
                $"""<text x="{Left + hour * Slot + Slot / 2}" y="{Top + Height + 16}" text-anchor="middle">{hour.ToString("00", CultureInfo.InvariantCulture)}</text>"""))}
            </svg>
            """
        );
    }

    private static Html GridLine(int value, int scale, int width)
    {
        var y = Top + Height - (double)Height * value / scale;
        return Html.Of(
            $"""<line x1="{Left}" y1="{y}" x2="{width}" y2="{y}"/><text x="{Left - 6}" y="{y + 4}" text-anchor="end">{value}</text>"""
        );
    }

    private static Html Bar((string Name, string Words, IReadOnlyList<int> Hours)[] series, int hour, int scale)
    {
        var y = (double)(Top + Height);
        var parts = new List<Html>();
        foreach (var (name, words, hours) in series.Where(s => s.Hours[hour] > 0))
        {
            var height = (double)Height * hours[hour] / scale;
            y -= height;
            parts.Add(
                Html.Of(
                    $"""
                    <rect class="{name}" x="{Left + hour * Slot + 2}" y="{y}" width="{Slot
                        - 4}" height="{height}"><title>{hours[hour]} {words}, {hour} to {hour + 1} h</title></rect>
                    """
                )
            );
        }

        return Html.Of($"{parts}");
    }

    /// <summary>Up to 2, 4 or 10 times a power of ten, so that half of it is a round number too.</summary>
    private static int RoundUp(int most)
    {
        for (var power = 1; ; power *= 10)
            foreach (var step in (int[])[2, 4, 10])
                if (most <= step * power)
                    return step * power;
    }
}
