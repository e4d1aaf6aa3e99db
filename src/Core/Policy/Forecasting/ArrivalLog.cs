using System.Runtime.InteropServices;

namespace MailDispatcher.Core.Policy.Forecasting;

/// <summary>
/// Collects what each day brought, in any order, and keeps the last 26 weeks. Holds numbers only: no mail, no person.
/// One thread writes; what <see cref="Before"/> gives never changes and may be read by any.
/// </summary>
public sealed class ArrivalLog(CreditDay day)
{
    public const int DaysKept = 182;

    /// <summary>Longer notice than any plan looks ahead is all the same.</summary>
    internal const int LongestNotice = 15;

    private readonly Dictionary<DateOnly, DayRecord> _days = [];
    private ArrivalHistory _history = ArrivalHistory.None;
    private DateOnly _historyBefore = DateOnly.MinValue;
    private (DateTimeOffset Start, DateTimeOffset End, DateOnly Date) _current;

    /// <summary>One mail arrived. A mail that arrived past its deadline is no demand and is left out.</summary>
    public void Add(DateTimeOffset arrived, DateTimeOffset deadline, double value)
    {
        if (deadline <= arrived)
            return;
        if (arrived < _current.Start || arrived >= _current.End)
        {
            var date = day.Of(arrived);
            _current = (day.StartOf(date), day.StartOf(date.AddDays(1)), date);
        }
        var lastsDays = Math.Min(LongestNotice, LastsDays(deadline));
        ref var record = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, _current.Date, out _);
        record ??= new DayRecord();
        record.Add((int)(arrived - _current.Start).TotalSeconds, value, lastsDays);
        if (_current.Date < _historyBefore)
            _historyBefore = DateOnly.MinValue;
    }

    /// <summary>What the days before the day of <paramref name="now"/> brought. Built once a day.</summary>
    public ArrivalHistory Before(DateTimeOffset now)
    {
        var today = day.Of(now);
        if (today == _historyBefore)
            return _history;
        foreach (var old in _days.Keys.Where(d => d.DayNumber < today.DayNumber - DaysKept).ToArray())
            _days.Remove(old);
        var past = _days.Keys.Append(today).Min();
        var profiles = new ProfileGroup[today.DayNumber - past.DayNumber][];
        for (var i = 0; i < profiles.Length; i++)
            profiles[i] = _days.TryGetValue(past.AddDays(i), out var record) ? record.Profile() : [];
        _historyBefore = today;
        return _history = new ArrivalHistory(past, profiles);
    }

    private int LastsDays(DateTimeOffset deadline) => day.Of(deadline.AddTicks(-1)).DayNumber - _current.Date.DayNumber;
}
