namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// Of the waiting requests with one topic to one recipient only the newest stands: by version when all of them have
/// one, else by time of publishing. A cancel request stands like any other and leaves nothing to send.
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
            select new Obsolete(older.Id, newest.Id, newest.IsCancel),
        ];

    // At one and the same instant a cancel request is the last word, and the id decides between equals.
    private static TopicMail Newest(List<TopicMail> alike) =>
        alike
            .OrderByDescending(m => alike.TrueForAll(a => a.Version is not null) ? m.Version : null)
            .ThenByDescending(m => m.Published)
            .ThenByDescending(m => m.IsCancel)
            .ThenByDescending(m => m.Id)
            .First();
}
