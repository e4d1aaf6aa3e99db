namespace MailDispatcher.Consumer.Journal;

/// <summary>The days that the journal tells of, in the calendar of the dispatcher's zone; the last 60 are kept. Safe for concurrent use.</summary>
public sealed class DayBooks(TimeZoneInfo zone)
{
    public const int Kept = 60;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<DateOnly, DayBook> _days = [];

    /// <summary>The book of a day; an empty one when nothing happened.</summary>
    public DayBook Of(DateOnly day)
    {
        lock (_gate) return _days.GetValueOrDefault(day) ?? new DayBook(day);
    }

    /// <summary>The books of the days before one.</summary>
    public IEnumerable<DayBook> Before(DateOnly day) => _days.Values.TakeWhile(b => b.Day < day);

    internal void Apply(Fact fact, MailState? mail)
    {
        var book = BookOf(fact.At);
        var hour = TimeZoneInfo.ConvertTime(fact.At, zone).Hour;
        switch (fact)
        {
            case Fact.Accepted:
                book.CountSent(mail?.Urgency ?? 0, hour);
                break;
            case Fact.Expired:
                book.ExpiredByHour[hour]++;
                break;
            case Fact.Superseded:
                book.SupersededByHour[hour]++;
                break;
            case Fact.Coalesced:
                book.CoalescedByHour[hour]++;
                break;
            case Fact.Cancelled:
                book.Cancelled++;
                break;
            case Fact.Parked:
                book.ParkedByHour[hour]++;
                break;
            case Fact.Released:
                book.Released++;
                break;
            case Fact.Deferred:
                book.DeferredByHour[hour]++;
                break;
            case Fact.Unanswered:
                book.Unanswered++;
                break;
            case Fact.Duplicate:
                book.Duplicates++;
                break;
            default:
                break;
        }
    }

    internal void CountNew(DateTimeOffset at) => BookOf(at).Asked++;

    private DayBook BookOf(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        lock (_gate)
        {
            if (_days.TryGetValue(day, out var book)) return book;
            _days[day] = book = new DayBook(day);
            if (_days.Count > Kept) _days.Remove(_days.Keys.First());
            return book;
        }
    }
}
