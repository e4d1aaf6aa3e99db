namespace MailDispatcher.Consumer.Policy;

/// <summary>One supposed future: what the rest of today and the next days bring, dearest first.</summary>
internal sealed class Outlook
{
    public static Outlook Empty { get; } = new([]);

    private Outlook(Expected[] expected) => Expected = expected;

    public Expected[] Expected { get; }

    /// <summary>One past day's groups for each day of the horizon, today's first.</summary>
    public static Outlook Of(ProfileGroup[][] days, int horizon)
    {
        var all = days.SelectMany((groups, release) => groups.Select(group => new Expected(
            group.Level, release, Math.Min(release + group.LastsDays, horizon - 1), group)));
        return new Outlook([.. all.OrderByDescending(e => e.Level).ThenBy(e => e.Last).ThenBy(e => e.Release)]);
    }

    /// <summary>How many mails dearer than that level the rest of today brings.</summary>
    public int DearerToday(int level, int second) =>
        Expected.Where(e => e.Release == 0 && e.Level > level).Sum(e => e.Group.After(second));
}
