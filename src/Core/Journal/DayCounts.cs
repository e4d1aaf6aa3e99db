using MailDispatcher.Core.Provider;

namespace MailDispatcher.Core.Journal;

/// <summary>One day in numbers.</summary>
public sealed class DayCounts(DateOnly day)
{
    private readonly SortedDictionary<int, int> _sentByUrgency = [];

    public DateOnly Day { get; } = day;

    /// <summary>Mails first seen on this day.</summary>
    public int Asked { get; internal set; }

    public int Sent { get; private set; }

    /// <summary>What the mails sent cost: one for each recipient.</summary>
    public int CreditsSpent { get; private set; }

    /// <summary>
    /// Of the mails sent on this day, those that got to nobody (bounced, blocked, failed), as far as the provider has
    /// told by now.
    /// </summary>
    public int ReachedNobody => ReachedNobodyByHour.Sum();

    /// <summary>Of the mails sent on this day, those that their readers called spam.</summary>
    public int Complained { get; private set; }

    public int Expired => ExpiredByHour.Sum();

    public int Superseded => SupersededByHour.Sum();

    /// <summary>Went along with another mail to the same person.</summary>
    public int Coalesced => CoalescedByHour.Sum();

    /// <summary>Cancel requests that were carried out.</summary>
    public int Cancelled { get; internal set; }

    /// <summary>Mails to addresses that can't be reached.</summary>
    public int Suppressed { get; internal set; }

    /// <summary>What these would have cost.</summary>
    public int CreditsSaved { get; internal set; }

    public int Parked => ParkedByHour.Sum();

    /// <summary>Parked mails that came back to the pending queue.</summary>
    public int Released { get; internal set; }

    /// <summary>Mails that left the pending queue for good, or for the parked queue.</summary>
    public int SettledInAll => Sent + Expired + Superseded + Coalesced + Cancelled + Suppressed + Parked - Released;

    /// <summary>Attempts that were put off.</summary>
    public int Deferred => DeferredByHour.Sum();

    public int Unanswered { get; internal set; }

    public int Duplicates { get; internal set; }

    /// <summary>
    /// Credits left by the day's last reading less what was attempted since; null when unknown or without a limit.
    /// </summary>
    public int? CreditsLeft { get; internal set; }

    /// <summary>The most credits that a reading of a daily plan told; null for none.</summary>
    public int? MostCreditsRead { get; internal set; }

    /// <summary>Sent by hour of the day, 0..23.</summary>
    public int[] SentByHour { get; } = new int[24];

    /// <summary>Those of them that got to nobody, by the hour in which they were sent, 0..23.</summary>
    public int[] ReachedNobodyByHour { get; } = new int[24];

    /// <summary>Expired by hour of the day, 0..23.</summary>
    public int[] ExpiredByHour { get; } = new int[24];

    /// <summary>Superseded by hour of the day, 0..23.</summary>
    public int[] SupersededByHour { get; } = new int[24];

    /// <summary>Coalesced by hour of the day, 0..23.</summary>
    public int[] CoalescedByHour { get; } = new int[24];

    /// <summary>Parked by hour of the day, 0..23.</summary>
    public int[] ParkedByHour { get; } = new int[24];

    /// <summary>Attempts put off, by hour of the day, 0..23.</summary>
    public int[] DeferredByHour { get; } = new int[24];

    /// <summary>Urgency to mails sent, least urgent first.</summary>
    public IReadOnlyDictionary<int, int> SentByUrgency => _sentByUrgency;

    internal DayCounts Copy()
    {
        var copy = new DayCounts(Day)
        {
            Asked = Asked,
            Sent = Sent,
            CreditsSpent = CreditsSpent,
            Complained = Complained,
            Cancelled = Cancelled,
            Suppressed = Suppressed,
            CreditsSaved = CreditsSaved,
            Released = Released,
            Unanswered = Unanswered,
            Duplicates = Duplicates,
            CreditsLeft = CreditsLeft,
            MostCreditsRead = MostCreditsRead,
        };
        foreach (var (urgency, count) in _sentByUrgency)
            copy._sentByUrgency[urgency] = count;
        SentByHour.CopyTo(copy.SentByHour, 0);
        ReachedNobodyByHour.CopyTo(copy.ReachedNobodyByHour, 0);
        ExpiredByHour.CopyTo(copy.ExpiredByHour, 0);
        SupersededByHour.CopyTo(copy.SupersededByHour, 0);
        CoalescedByHour.CopyTo(copy.CoalescedByHour, 0);
        ParkedByHour.CopyTo(copy.ParkedByHour, 0);
        DeferredByHour.CopyTo(copy.DeferredByHour, 0);
        return copy;
    }

    internal void CountSent(int urgency, int hour, int credits)
    {
        Sent++;
        CreditsSpent += credits;
        SentByHour[hour]++;
        _sentByUrgency[urgency] = _sentByUrgency.GetValueOrDefault(urgency) + 1;
    }

    /// <param name="hour">In which the mail was sent.</param>
    /// <param name="mails">1 counts a mail, -1 takes it out again.</param>
    internal void CountDelivery(DeliveryState delivery, int hour, int mails)
    {
        if (delivery.HasFailed)
            ReachedNobodyByHour[hour] += mails;
        if (delivery.Standing is ProviderEventKind.Complained)
            Complained += mails;
    }
}
