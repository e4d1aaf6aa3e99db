namespace MailDispatcher.Core.Journal;

/// <summary>What an event about a mail adds to its day's numbers.</summary>
internal sealed class DayFold : IMailEventVisitor<DayFold.When, DayCounts>
{
    public static readonly DayFold Instance = new();

    /// <summary>An asked mail is counted when it is first seen, by whatever event.</summary>
    public DayCounts Visit(JournalEvent.Requested entry, When context) => context.Day;

    public DayCounts Visit(JournalEvent.Attempted entry, When context) => context.Day;

    public DayCounts Visit(JournalEvent.Accepted entry, When context)
    {
        context.Day.CountSent(context.Urgency, context.Hour, context.Credits);
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Unanswered entry, When context)
    {
        context.Day.Unanswered++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Deferred entry, When context)
    {
        context.Day.DeferredByHour[context.Hour]++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Expired entry, When context)
    {
        context.Day.ExpiredByHour[context.Hour]++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Superseded entry, When context)
    {
        context.Day.SupersededByHour[context.Hour]++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Coalesced entry, When context)
    {
        context.Day.CoalescedByHour[context.Hour]++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Cancelled entry, When context)
    {
        context.Day.Cancelled++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Parked entry, When context)
    {
        context.Day.ParkedByHour[context.Hour]++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Released entry, When context)
    {
        context.Day.Released++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.RetryRequested entry, When context) => context.Day;

    public DayCounts Visit(JournalEvent.Discarded entry, When context) => context.Day;

    public DayCounts Visit(JournalEvent.Duplicate entry, When context)
    {
        context.Day.Duplicates++;
        return context.Day;
    }

    public DayCounts Visit(JournalEvent.Suppressed entry, When context)
    {
        context.Day.Suppressed++;
        context.Day.CreditsSaved += context.Credits;
        return context.Day;
    }

    /// <summary>
    /// It may be told of a mail of an earlier day, and twice: what counts is the mail, on the day on which it was sent
    /// (<see cref="DailyCounts"/>).
    /// </summary>
    public DayCounts Visit(JournalEvent.ProviderReported entry, When context) => context.Day;

    /// <summary>It may yet be on time: what counts is what becomes of it.</summary>
    public DayCounts Visit(JournalEvent.AtRisk entry, When context) => context.Day;

    public DayCounts Visit(JournalEvent.WithdrawalAsked entry, When context) => context.Day;

    /// <param name="Day">The day's numbers, which the event changes.</param>
    /// <param name="Hour">Of the day, 0 to 23.</param>
    /// <param name="Urgency">Of the mail, at its last attempt; 0 for none.</param>
    /// <param name="Credits">What the mail's last attempt cost.</param>
    internal readonly record struct When(DayCounts Day, int Hour, int Urgency, int Credits);
}
