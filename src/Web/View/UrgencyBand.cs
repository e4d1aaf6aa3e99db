namespace MailDispatcher.Web.View;

/// <summary>A row of the matrix: neighbouring urgencies.</summary>
/// <param name="Key">For links.</param>
/// <param name="Least">The least urgency that belongs to it.</param>
public sealed record UrgencyBand(string Key, int Least, string Scale, string Words)
{
    /// <summary>Most urgent first.</summary>
    public static IReadOnlyList<UrgencyBand> All { get; } =
    [
        new("200", 200, "200", "today"),
        new("199", 199, "199", "tomorrow"),
        new("198", 198, "198", "in 2 days"),
        new("194", 194, "194\u2013197", "in 3 to 6 days"),
        new("1", 1, "1\u2013193", "in a week or more"),
    ];

    public static UrgencyBand Of(int urgency) => All.First(band => urgency >= band.Least || band == All[^1]);
}
