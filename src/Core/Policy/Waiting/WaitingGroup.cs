namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>Waiting mails that are alike for a plan.</summary>
/// <param name="Ready">May go now; false for mails that a failed attempt put off.</param>
/// <param name="Release">The first period in which they can go, 0 = today.</param>
/// <param name="Last">The last period in which they can go.</param>
/// <param name="Credits">What each of them costs.</param>
internal readonly record struct WaitingGroup(int Level, bool Ready, int Release, int Last, int Credits = 1)
{
    // One number per group: unlike the generated one, cheap and without collisions.
    // Stryker disable once all: with any other number the answers stay the same, only slower.
    public override int GetHashCode() =>
        (((Level * 2 + (Ready ? 1 : 0)) * 64 + Release) * 64 + Last) ^ ((Credits - 1) << 25);

    /// <summary>The order of a plan: by level, then what may go now, then what has to go sooner.</summary>
    public static int DearestFirst(WaitingGroup a, WaitingGroup b) =>
        a.Level != b.Level ? b.Level.CompareTo(a.Level)
        : a.Ready != b.Ready ? b.Ready.CompareTo(a.Ready)
        : a.Last != b.Last ? a.Last.CompareTo(b.Last)
        : a.Release != b.Release ? a.Release.CompareTo(b.Release)
        : a.Credits.CompareTo(b.Credits);
}
