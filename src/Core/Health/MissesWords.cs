using MailDispatcher.Core.Reports;

namespace MailDispatcher.Core.Health;

/// <summary>What will miss, and what would help. Pure.</summary>
internal static class MissesWords
{
    public static Headline Of(MissesAhead misses, string waiting, TimeFormat clock)
    {
        var first = misses.First is { } at ? $", the first at {clock.At(at)}" : "";
        var title =
            misses.Urgent > 0
                ? $"{TimeFormat.Count(misses.Urgent, "urgent mail")} will miss within 24 hours{first}"
                : $"All urgent mail will be on time; {TimeFormat.Count(misses.Count, "later mail")} will miss{first}";
        var later =
            misses.Urgent > 0 && misses.Count > misses.Urgent
                ? $"{TimeFormat.Count(misses.Count - misses.Urgent, "later one")} will miss too. "
                : "";
        var them =
            misses.BeyondHelp > 0 ? $"all but {TimeFormat.Number(misses.BeyondHelp)} of them"
            : later.Length > 0 ? "them all"
            : "them";
        var saved = misses.CreditsNeeded switch
        {
            null => "More credits would not save them. ",
            0 => "",
            { } needed => $"{TimeFormat.Count(needed, "more credit")} would save {them}. ",
        };
        return new(misses.Urgent > 0 ? HealthLevel.Bad : HealthLevel.Notice, title, $"{later}{saved}{waiting}.");
    }
}
