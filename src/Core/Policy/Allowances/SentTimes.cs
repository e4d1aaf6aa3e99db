namespace MailDispatcher.Core.Policy.Allowances;

/// <summary>When mails left, in order of time: what windows count. Has one owner; not for concurrent use.</summary>
public sealed class SentTimes
{
    // What is too old is let go of in one go: each time moves the rest.
    private const int ForgetTogether = 1024;

    private readonly List<long> _ticks = [];

    public SentTimes() { }

    /// <param name="times">In any order.</param>
    public SentTimes(IEnumerable<DateTimeOffset> times)
    {
        _ticks.AddRange(times.Select(at => at.UtcTicks));
        _ticks.Sort();
    }

    public int Count => _ticks.Count;

    public void Add(DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        if (_ticks.Count == 0 || _ticks[^1] <= ticks)
            _ticks.Add(ticks);
        else
            _ticks.Insert(IndexOf(ticks), ticks);
    }

    /// <summary>Takes out one that left at that instant, if there is one: it certainly did not leave.</summary>
    public void Remove(DateTimeOffset at)
    {
        var index = IndexOf(at.UtcTicks);
        if (index < _ticks.Count && _ticks[index] == at.UtcTicks)
            _ticks.RemoveAt(index);
    }

    /// <summary>Lets go of what left before an instant; some of it may stay for a while.</summary>
    public void Forget(DateTimeOffset before)
    {
        if (_ticks.Count == 0 || _ticks[0] >= before.UtcTicks)
            return;
        var old = IndexOf(before.UtcTicks);
        if (old >= ForgetTogether || old == _ticks.Count)
            _ticks.RemoveRange(0, old);
    }

    /// <summary>How many left from one instant until before another.</summary>
    internal int Between(DateTimeOffset from, DateTimeOffset until) =>
        Math.Max(0, IndexOf(until.UtcTicks) - IndexOf(from.UtcTicks));

    /// <summary>When the first one left from an instant on; null for none.</summary>
    internal DateTimeOffset? FirstFrom(DateTimeOffset from)
    {
        var index = IndexOf(from.UtcTicks);
        return index < _ticks.Count ? new DateTimeOffset(_ticks[index], TimeSpan.Zero) : null;
    }

    /// <summary>Where the first one stands that is not before it.</summary>
    private int IndexOf(long ticks)
    {
        var (low, high) = (0, _ticks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ticks[middle] < ticks)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
