using System.Globalization;

namespace MailDispatcher.Web.Page.Days;

/// <summary>Where everything in the drawing of a day's hours stands; in the drawing's own units.</summary>
public sealed record HourPlotLayout
{
    public const int Height = Top + PlotHeight + 22;

    private const int Slot = 17;
    private const int Digit = 7;
    private const int Gap = 6;
    private const int PlotHeight = 120;
    private const int Top = 8;

    /// <summary>Where the first hour begins: right of the longest number of the scale.</summary>
    public required int Left { get; init; }

    public int Width => Left + 24 * Slot;

    /// <summary>Where the numbers of the scale end.</summary>
    public int NumbersX => Left - Gap;

    /// <summary>Of the scale: nothing, half and the whole.</summary>
    public required IReadOnlyList<(int Value, double Y)> Lines { get; init; }

    /// <summary>Of the stacked bars.</summary>
    public required IReadOnlyList<HourBar> Bars { get; init; }

    /// <summary>Of the hours that are written under the drawing.</summary>
    public IEnumerable<(string Hour, int X)> Hours =>
        Enumerable
            .Range(0, 9)
            .Select(i => Math.Min(23, i * 3))
            .Distinct()
            .Select(hour => (hour.ToString("00", CultureInfo.InvariantCulture), Left + hour * Slot + Slot / 2));

    public static int HoursY => Top + PlotHeight + 16;

    internal static HourPlotLayout Of(IReadOnlyList<HourSeries> series)
    {
        var most = Enumerable.Range(0, 24).Max(hour => series.Sum(s => s.Hours[hour]));
        var scale = RoundUp(Math.Max(4, most));
        var left = Math.Max(3, scale.ToString(CultureInfo.InvariantCulture).Length) * Digit + Gap + 3;
        return new HourPlotLayout
        {
            Left = left,
            Lines = [.. Enumerable.Range(0, 3).Select(i => scale * i / 2).Select(value => (value, Y(value, scale)))],
            Bars = [.. Enumerable.Range(0, 24).SelectMany(hour => Stack(series, hour, scale, left))],
        };
    }

    private static IEnumerable<HourBar> Stack(IReadOnlyList<HourSeries> series, int hour, int scale, int left)
    {
        var below = 0;
        foreach (var (name, words, hours) in series.Where(s => s.Hours[hour] > 0))
        {
            below += hours[hour];
            yield return new HourBar(
                name,
                left + hour * Slot + 2,
                Y(below, scale),
                Slot - 4,
                (double)PlotHeight * hours[hour] / scale,
                $"{hours[hour].ToString(CultureInfo.InvariantCulture)} {words}, "
                    + $"{hour.ToString(CultureInfo.InvariantCulture)} to "
                    + $"{(hour + 1).ToString(CultureInfo.InvariantCulture)} h"
            );
        }
    }

    private static double Y(int value, int scale) => Top + PlotHeight - (double)PlotHeight * value / scale;

    /// <summary>Up to 2, 4 or 10 times a power of ten, so that half of it is a round number too.</summary>
    private static int RoundUp(int most)
    {
        for (var power = 1; ; power *= 10)
            foreach (var step in (int[])[2, 4, 10])
                if (most <= step * power)
                    return step * power;
    }
}
