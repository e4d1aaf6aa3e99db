namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>In which order mails leave that all may leave.</summary>
internal static class UrgencyOrder
{
    /// <summary>
    /// Soonest deadline first; of equal ones the longest waiting first; the id makes the order the same each time.
    /// </summary>
    public static List<WaitingMail> MostUrgent(IEnumerable<WaitingMail> mails) =>
        [.. mails.OrderBy(m => m.Deadline).ThenBy(m => m.Arrived).ThenBy(m => m.Id)];

    /// <summary>
    /// What is due within 24 hours soonest deadline first, the rest day by day and as it came. Where nothing is scarce
    /// that is soon enough for it; and a broker that gets its acks in about the order of its deliveries works least for
    /// them.
    /// </summary>
    public static List<WaitingMail> DayByDay(IEnumerable<WaitingMail> mails, DateTimeOffset now, CreditDay day)
    {
        var soon = now.AddDays(1);
        return
        [
            .. mails
                .Select(mail => (mail, isSoon: mail.Deadline <= soon))
                .OrderByDescending(m => m.isSoon)
                .ThenBy(m => m.isSoon ? default : day.Of(m.mail.Deadline))
                .ThenBy(m => m.isSoon ? m.mail.Deadline : m.mail.Arrived)
                .ThenBy(m => m.mail.Arrived)
                .ThenBy(m => m.mail.Id)
                .Select(m => m.mail),
        ];
    }

    /// <summary>
    /// In their order as many as the credits are enough for. One that costs more than is left by then waits, and those
    /// after it go.
    /// </summary>
    /// <param name="most">No more mails than these.</param>
    public static List<WaitingMail> Affordable(IReadOnlyList<WaitingMail> mails, int most, int credits)
    {
        List<WaitingMail> chosen = [];
        foreach (var mail in mails)
        {
            if (chosen.Count >= most || credits <= 0)
                break;
            if (mail.Credits > credits)
                continue;
            credits -= mail.Credits;
            chosen.Add(mail);
        }

        return chosen;
    }
}
