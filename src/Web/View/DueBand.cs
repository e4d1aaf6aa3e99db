namespace MailDispatcher.Web.View;

/// <summary>A column of the matrix: the time that is left to the deadline.</summary>
/// <param name="Key">For links.</param>
/// <param name="Below">It holds what has less than this left, and at least what the column before ends with.</param>
public sealed record DueBand(string Key, TimeSpan Below, string Words)
{
    /// <summary>Soonest first.</summary>
    public static IReadOnlyList<DueBand> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), "< 1 h"),
        new("3h", TimeSpan.FromHours(3), "1\u20133 h"),
        new("12h", TimeSpan.FromHours(12), "3\u201312 h"),
        new("24h", TimeSpan.FromHours(24), "12\u201324 h"),
        new("3d", TimeSpan.FromDays(3), "1\u20133 days"),
        new("later", TimeSpan.MaxValue, "> 3 days"),
    ];

    public static DueBand Of(TimeSpan left) => All.First(band => left < band.Below || band == All[^1]);
}
