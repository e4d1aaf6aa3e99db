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
    /// In that order as many as the credits are enough for. One that costs more than is left by then waits, and those
    /// after it go.
    /// </summary>
    /// <param name="most">No more mails than these.</param>
    public static List<WaitingMail> MostUrgent(IEnumerable<WaitingMail> mails, int most, int credits)
    {
        List<WaitingMail> chosen = [];
        foreach (var mail in MostUrgent(mails))
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
