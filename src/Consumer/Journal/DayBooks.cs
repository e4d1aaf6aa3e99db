namespace MailDispatcher.Consumer.Journal;

/// <summary>The days that the journal tells of, in the calendar of the dispatcher's zone; the last 60 are kept. Safe for concurrent use.</summary>
public sealed class DayBooks(TimeZoneInfo zone)
{
    public const int Kept = 60;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<DateOnly, DayBook> _days = [];
    private int _carried;

    /// <summary>The book of a day; an empty one when nothing happened.</summary>
    public DayBook Of(DateOnly day)
    {
        lock (_gate) return _days.GetValueOrDefault(day) ?? new DayBook(day);
    }

    /// <summary>How many mails waited when a day began.</summary>
    public int BroughtForward(DateOnly day)
    {
        lock (_gate) return _carried + _days.Values.TakeWhile(b => b.Day < day).Sum(b => b.Asked - b.SettledInAll);
    }

    internal void Apply(Fact fact, MailState? mail, CreditLedger credits)
    {
        var book = BookOf(fact.At);
        var hour = TimeZoneInfo.ConvertTime(fact.At, zone).Hour;
        // A reading of an earlier day says nothing of the credits that have come since.
        if (fact is Fact.CreditsRead or Fact.Attempted or Fact.Deferred && credits.ReadAt is { } read && DayOf(read) == book.Day)
            book.CreditsLeft = credits.Left;
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
        var day = DayOf(at);
        lock (_gate)
        {
            if (_days.TryGetValue(day, out var book)) return book;
            _days[day] = book = new DayBook(day);
            if (_days.Count <= Kept) return book;
            var oldest = _days.Values.First();
            _carried += oldest.Asked - oldest.SettledInAll;
            _days.Remove(oldest.Day);
            return book;
        }
    }

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
