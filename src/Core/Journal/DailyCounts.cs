namespace MailDispatcher.Core.Journal;

/// <summary>The days that the journal tells of, in the calendar of the dispatcher's zone; the last 60 are kept. Safe for concurrent use.</summary>
public sealed class DailyCounts(TimeZoneInfo zone)
{
    public const int Kept = 60;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<DateOnly, DayCounts> _days = [];
    private int _carried;

    /// <summary>The book of a day; an empty one when nothing happened.</summary>
    public DayCounts Of(DateOnly day)
    {
        lock (_gate) return _days.GetValueOrDefault(day) ?? new DayCounts(day);
    }

    /// <summary>How many mails waited when a day began.</summary>
    public int BroughtForward(DateOnly day)
    {
        lock (_gate) return _carried + _days.Values.TakeWhile(b => b.Day < day).Sum(b => b.Asked - b.SettledInAll);
    }

    internal void Apply(JournalEvent entry, MailState? mail, CreditLedger credits)
    {
        var book = BookOf(entry.At);
        var hour = TimeZoneInfo.ConvertTime(entry.At, zone).Hour;
        // A reading of an earlier day says nothing of the credits that have come since.
        if (entry is JournalEvent.CreditsRead or JournalEvent.Attempted or JournalEvent.Deferred && credits.ReadAt is { } read && DayOf(read) == book.Day)
            book.CreditsLeft = credits.Left;
        switch (entry)
        {
            case JournalEvent.Accepted:
                book.CountSent(mail?.Urgency ?? 0, hour);
                break;
            case JournalEvent.Expired:
                book.ExpiredByHour[hour]++;
                break;
            case JournalEvent.Superseded:
                book.SupersededByHour[hour]++;
                break;
            case JournalEvent.Coalesced:
                book.CoalescedByHour[hour]++;
                break;
            case JournalEvent.Cancelled:
                book.Cancelled++;
                break;
            case JournalEvent.Parked:
                book.ParkedByHour[hour]++;
                break;
            case JournalEvent.Released:
                book.Released++;
                break;
            case JournalEvent.Deferred:
                book.DeferredByHour[hour]++;
                break;
            case JournalEvent.Unanswered:
                book.Unanswered++;
                break;
            case JournalEvent.Duplicate:
                book.Duplicates++;
                break;
            default:
                break;
        }
    }

    internal void CountNew(DateTimeOffset at) => BookOf(at).Asked++;

    private DayCounts BookOf(DateTimeOffset at)
    {
        var day = DayOf(at);
        lock (_gate)
        {
            if (_days.TryGetValue(day, out var book)) return book;
            _days[day] = book = new DayCounts(day);
            if (_days.Count <= Kept) return book;
            var oldest = _days.Values.First();
            _carried += oldest.Asked - oldest.SettledInAll;
            _days.Remove(oldest.Day);
            return book;
        }
    }

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
