namespace MailDispatcher.Simulation;

/// <summary>
/// For every interval of days that could be full: how many credits it has beyond the kept mails whose windows lie
/// inside. Only intervals from a first day of some mail to a last day of some mail can be tight.
/// </summary>
internal sealed class IntervalSlack
{
    private readonly int[] _firsts;
    private readonly int[] _lasts;
    private readonly long[,] _slack;

    public IntervalSlack(IEnumerable<int> firstDays, IEnumerable<int> lastDays, int creditsADay)
    {
        _firsts = [.. firstDays.Distinct().Order()];
        _lasts = [.. lastDays.Distinct().Order()];
        _slack = new long[_firsts.Length, _lasts.Length];
        for (var a = 0; a < _firsts.Length; a++)
        for (var b = 0; b < _lasts.Length; b++)
            _slack[a, b] = Math.Max(0, _lasts[b] - _firsts[a] + 1L) * creditsADay;
    }

    /// <summary>Keeps as many of these equal mails as fit, and says how many those are.</summary>
    public long Keep(int first, int last, int count)
    {
        var toA = Array.BinarySearch(_firsts, first);
        var fromB = Array.BinarySearch(_lasts, last);
        long fits = count;
        for (var a = 0; a <= toA && fits > 0; a++)
        for (var b = fromB; b < _lasts.Length; b++)
            fits = Math.Min(fits, _slack[a, b]);
        if (fits <= 0)
            return 0;
        for (var a = 0; a <= toA; a++)
        for (var b = fromB; b < _lasts.Length; b++)
            _slack[a, b] -= fits;
        return fits;
    }
}
