namespace MailDispatcher.Core.Journal;

/// <summary>
/// The days that the journal tells of, in the calendar of the dispatcher's zone; the last 60 are kept. What it hands
/// out never changes.
/// </summary>
public sealed class DailyCounts(TimeZoneInfo zone)
{
    public const int Kept = 60;

    private readonly SortedDictionary<DateOnly, DayCounts> _days = [];
    private int _carried;

    /// <summary>A day so far; all zero when nothing happened.</summary>
    public DayCounts Of(DateOnly day) => _days.GetValueOrDefault(day)?.Copy() ?? new DayCounts(day);

    /// <summary>
    /// What was sent in the last day. By whole hours, so it goes back 23 to 24 of them: an hour of yesterday of which a
    /// part is too old is left out.
    /// </summary>
    public RecentSends LastDay(DateTimeOffset now)
    {
        var (day, hour) = (DayOf(now), HourOf(now));
        var (today, before) = (Of(day), Of(day.AddDays(-1)));
        return new RecentSends(
            today.Sent + before.SentByHour.Skip(hour + 1).Sum(),
            today.ReachedNobody + before.ReachedNobodyByHour.Skip(hour + 1).Sum()
        );
    }

    /// <summary>How many mails waited when a day began.</summary>
    public int BroughtForward(DateOnly day) =>
        _carried + _days.Values.TakeWhile(d => d.Day < day).Sum(d => d.Asked - d.SettledInAll);

    /// <summary>
    /// How many credits a day brings, as the provider tells: the most that it told of the last whole day, or of today
    /// if that is more. Null while no whole day is known. (A reading in the middle of a day tells what is left, and the
    /// provider's day may begin at another hour than ours; the most of a whole day holds for both.)
    /// </summary>
    public int? CreditsADay(DateOnly today)
    {
        var whole = _days.Values.Skip(1).LastOrDefault(d => d.Day < today && d.MostCreditsRead is > 0);
        return whole is null ? null : Math.Max(whole.MostCreditsRead!.Value, Of(today).MostCreditsRead ?? 0);
    }

    /// <param name="before">The mail as it was before the event; null where it was not known, or there is none.</param>
    /// <param name="mail">As the event made it.</param>
    internal void Apply(JournalEvent entry, MailState? before, MailState? mail, CreditBalance credits)
    {
        var counts = CountsOf(entry.At);
        var hour = HourOf(entry.At);
        // A reading of an earlier day says nothing of the credits that have come since.
        if (
            entry is JournalEvent.CreditsRead or JournalEvent.Attempted or JournalEvent.Deferred
            && credits.ReadAt is { } read
            && DayOf(read) == counts.Day
        )
            counts.CreditsLeft = credits.Left;
        if (entry is JournalEvent.CreditsRead { Daily: true, Remaining: { } told })
            counts.MostCreditsRead = Math.Max(counts.MostCreditsRead ?? 0, told);
        if (entry is JournalEvent.OfMail ofMail)
            ofMail.Accept(DayFold.Instance, new DayFold.When(counts, hour, mail?.Urgency ?? 0, mail?.Credits ?? 1));
        CountDelivery(before, -1);
        CountDelivery(mail, 1);
    }

    // By the mail, so that it counts once whatever is told of it, how often and in which order. A day that is kept no
    // more is nobody's.
    private void CountDelivery(MailState? mail, int mails)
    {
        if (mail is { Settled: Settlement.Sent } && _days.TryGetValue(DayOf(mail.SettledAt), out var counts))
            counts.CountDelivery(mail.Delivery, HourOf(mail.SettledAt), mails);
    }

    internal void CountNew(DateTimeOffset at) => CountsOf(at).Asked++;

    private DayCounts CountsOf(DateTimeOffset at)
    {
        var day = DayOf(at);
        if (_days.TryGetValue(day, out var counts))
            return counts;
        _days[day] = counts = new DayCounts(day);
        if (_days.Count <= Kept)
            return counts;
        var oldest = _days.Values.First();
        _carried += oldest.Asked - oldest.SettledInAll;
        _days.Remove(oldest.Day);
        return counts;
    }

    private int HourOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).Hour;

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
