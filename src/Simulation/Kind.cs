namespace MailDispatcher.Simulation;

/// <summary>A kind of mail in a made-up demand.</summary>
/// <param name="Share">How often it occurs, as a weight.</param>
/// <param name="LeastNotice">Hours from its arrival to its event, at least.</param>
/// <param name="MeanNotice">The same, in the mean; what lies above the least is spread exponentially.</param>
internal sealed record Kind(int Template, double Value, double Share, double LeastNotice, double MeanNotice)
{
    private const int Moved = 21;
    private const int Reminder = 22;
    private const int NewRequest = 23;

    public static Kind Cancelled { get; } = new(11, 10, 0.10, 1, 40);

    public static Kind NotSelected { get; } = new(10, 1, 0.22, 24, 130);

    public static Kind Accepted { get; } = new(9, 5, 0.22, 6, 110);

    /// <summary>What a product of this sort sends on an ordinary day.</summary>
    public static IReadOnlyList<Kind> Everyday { get; } =
    [
        Cancelled,
        NotSelected,
        Accepted,
        new(16, 10, 0.03, 12, 90),
        new(Moved, 8, 0.07, 1, 50),
        new(7, 5, 0.18, 6, 110),
        new(NewRequest, 4, 0.08, 12, 90),
        new(Reminder, 3, 0.10, 3, 24),
    ];
}
