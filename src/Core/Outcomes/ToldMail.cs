using MailDispatcher.Core.Journal;

namespace MailDispatcher.Core.Outcomes;

/// <summary>What is remembered of a mail to tell its outcomes.</summary>
internal sealed class ToldMail
{
    private int _template;
    private DateTimeOffset? _deadline;
    private DeliveryState _reported;
    private (int Credits, string? Person) _recipients = (1, null);

    public RequestOrigin? Origin { get; set; }

    public (string Topic, string Recipient)? Topic { get; private set; }

    /// <summary>Of a cancel request: a mail that it withdrew.</summary>
    public Guid? Withdrew { get; set; }

    /// <summary>Why an attempt was put off, the last time.</summary>
    public string? PutOff { get; set; }

    /// <summary>The provider told something of it.</summary>
    /// <returns>False when it changes nothing: it was told before, something that counts more was, or it is told of a
    /// copy.</returns>
    public bool Hear(JournalEvent.ProviderReported report)
    {
        if (report.IsOfCopy(_recipients.Credits, _recipients.Person))
            return false;
        var before = _reported.Standing;
        _reported = _reported.With(report.Report, report.HappenedAt);
        return _reported.Standing != before;
    }

    public void Asked(JournalEvent.Requested asked)
    {
        Origin = asked.Origin;
        Topic = asked is { Topic: { } topic, Recipient: { } recipient } ? (topic, recipient) : null;
        (_template, _deadline) = (asked.Template, asked.Cancel ? null : asked.Deadline);
        _recipients = (asked.Credits ?? 1, asked.Person);
    }

    public MailOrigin ToOrigin() =>
        new()
        {
            App = Origin?.App,
            Ref = Origin?.Ref,
            Data = Origin?.Data,
            UnknownFields = Origin?.UnknownFields,
            Template = _template,
            Deadline = _deadline,
        };
}
