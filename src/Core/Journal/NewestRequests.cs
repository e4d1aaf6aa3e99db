namespace MailDispatcher.Core.Journal;

/// <summary>The newest request about each topic to each recipient, whatever the order in which they came.</summary>
internal sealed class NewestRequests
{
    /// <summary>The latest ones are remembered; an older request about a forgotten one counts as new.</summary>
    private const int Most = 100_000;

    private readonly OrderedDictionary<(string Topic, string Recipient), NewestRequest> _stamps = [];

    /// <summary>Null when none was seen.</summary>
    public NewestRequest? Newest(string topic, string recipient) => _stamps.GetValueOrDefault((topic, recipient));

    public void Remember(JournalEvent.Requested asked)
    {
        if (asked is not { Topic: { } topic, Recipient: { } recipient })
            return;
        var stamp = new NewestRequest(
            asked.Mail,
            topic,
            recipient,
            asked.Version,
            asked.Arrived,
            asked.Cancel,
            SeenOf(asked)
        );
        if (_stamps.TryGetValue((topic, recipient), out var known) && IsObsolete(stamp, known))
            return;
        _stamps.Remove((topic, recipient));
        _stamps[(topic, recipient)] = stamp;
        if (_stamps.Count > Most)
            _stamps.RemoveAt(0);
    }

    private static bool IsObsolete(NewestRequest stamp, NewestRequest known) =>
        SupersedeRule.Apply([AsMail(stamp), AsMail(known)]) is [{ Id: var older }] && older == stamp.Mail;

    private static TopicMail AsMail(NewestRequest s) =>
        new(s.Mail, s.Topic, s.Recipient, s.Version, s.Published, s.IsCancel, s.Seen);

    private static SeenOrder? SeenOf(JournalEvent.Requested asked) =>
        asked.Level is { } level ? new SeenOrder(asked.Arrived, level, asked.EmptyAt) : null;
}
