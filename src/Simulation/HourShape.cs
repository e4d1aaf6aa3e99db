namespace MailDispatcher.Simulation;

/// <summary>How a day's arrivals spread over its hours.</summary>
internal static class HourShape
{
    public static IReadOnlyList<double> Office { get; } =
    [1, .5, .3, .2, .2, .5, 1, 3, 6, 8, 8, 7, 5, 6, 8, 8, 7, 6, 5, 4, 4, 3, 2, 1.5];

    public static IReadOnlyList<double> Morning { get; } =
    [.2, .2, .2, .2, .2, .5, 3, 20, 25, 12, 5, 2, 1, 1, 1, 1, 1, 1, 1, .5, .5, .5, .2, .2];

    public static IReadOnlyList<double> Evening { get; } =
    [1, .5, .2, .2, .2, .2, .5, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 5, 8, 12, 14, 12, 8, 3];

    public static IReadOnlyList<double> Flat { get; } = [.. Enumerable.Repeat(1.0, 24)];
}
