namespace MailDispatcher.Simulation;

/// <summary>
/// For every interval of days that could be full: how many credits it has beyond the kept mails whose windows lie
/// inside. Only intervals from a first day of some mail to a last day of some mail can be tight.
/// </summary>
internal sealed class IntervalSlack
{
    private readonly int[] firsts;
    private readonly int[] lasts;
    private readonly long[,] slack;

    public IntervalSlack(IEnumerable<int> firstDays, IEnumerable<int> lastDays, int creditsADay)
    {
        firsts = [.. firstDays.Distinct().Order()];
        lasts = [.. lastDays.Distinct().Order()];
        slack = new long[firsts.Length, lasts.Length];
        for (var a = 0; a < firsts.Length; a++)
            for (var b = 0; b < lasts.Length; b++)
                slack[a, b] = Math.Max(0, lasts[b] - firsts[a] + 1L) * creditsADay;
    }

    /// <summary>Keeps as many of these equal mails as fit, and says how many those are.</summary>
    public long Keep(int first, int last, int count)
    {
        var toA = Array.BinarySearch(firsts, first);
        var fromB = Array.BinarySearch(lasts, last);
        long fits = count;
        for (var a = 0; a <= toA && fits > 0; a++)
            for (var b = fromB; b < lasts.Length; b++)
                fits = Math.Min(fits, slack[a, b]);
        if (fits <= 0) return 0;
        for (var a = 0; a <= toA; a++)
            for (var b = fromB; b < lasts.Length; b++)
                slack[a, b] -= fits;
        return fits;
    }
}
