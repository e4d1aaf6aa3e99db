namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>In which order mails leave that all may leave.</summary>
internal static class UrgencyOrder
{
    /// <summary>
    /// Soonest deadline first; of equal ones the longest waiting first; the id makes the order the same each time.
    /// </summary>
    public static List<WaitingMail> MostUrgent(IEnumerable<WaitingMail> mails, int most) =>
        [.. mails.OrderBy(m => m.Deadline).ThenBy(m => m.Arrived).ThenBy(m => m.Id).Take(most)];
}
