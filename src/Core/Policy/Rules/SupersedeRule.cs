namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// Of the waiting requests with one topic to one recipient only the newest stands: by version, else by time of
/// publishing, else by the queue's own order. A cancel request stands like any other and leaves nothing to send. Where
/// nobody can say which is newest, a cancel request stands: a mail too few can be asked for again.
/// </summary>
public static class SupersedeRule
{
    /// <summary>The requests that a newer one makes obsolete; the same for any order of the input.</summary>
    public static IReadOnlyList<Obsolete> Apply(IEnumerable<TopicMail> waiting) =>
        [
            .. from mail in waiting
            where mail.Topic is not null
            group mail by (mail.Topic, mail.Recipient) into alike
            let newest = Newest([.. alike])
            from older in alike
            where older.Id != newest.Id
            orderby older.Published, older.Id
            select new Obsolete(older.Id, newest.Id, newest.IsCancel, !newest.IsNewerThan(older)),
        ];

    // Of those that none is certainly newer than, the id decides when all else is equal.
    private static TopicMail Newest(List<TopicMail> alike) =>
        alike
            .Where(m => !alike.Exists(other => other.IsNewerThan(m)))
            .OrderByDescending(m => m.IsCancel)
            .ThenByDescending(m => m.Seen?.Level ?? 0)
            .ThenByDescending(m => m.Published)
            .ThenByDescending(m => m.Id)
            .First();
}
