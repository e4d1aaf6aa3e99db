using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Core.Outcomes;

/// <summary>
/// Tells the outcome of each event of the journal, in order, and remembers for it what each mail's request said about
/// itself. Bounded: what waits is remembered, and of what is settled the latest <see cref="MaxSettled"/>. Pure: folded
/// again from the journal's first event it tells the same. Not for concurrent use.
/// </summary>
public sealed class OutcomeFold
{
    /// <summary>The provider tells of a mail's fate for days after it was sent.</summary>
    public const int MaxSettled = 20_000;

    private readonly Dictionary<Guid, ToldMail> _mails = [];
    private readonly Queue<Guid> _settled = new();

    // Of each topic to each recipient the mail that is with the provider, or was sent.
    private readonly Dictionary<(string Topic, string Recipient), Guid> _gone = [];

    /// <param name="record">The offset of the event's record in the stream.</param>
    /// <param name="index">The event's place in its record, from 0.</param>
    /// <returns>Null for what concerns no app.</returns>
    public OutcomeReceipt? Apply(JournalEvent happened, long record, int index)
    {
        if (happened is not JournalEvent.OfMail entry)
            return null;
        // A journal that was deleted counts anew; the mail keeps its old events and new ones apart.
        var id = string.Create(CultureInfo.InvariantCulture, $"{entry.Mail:N}.{record}.{index}");
        if (entry is JournalEvent.Attempted { Asked: { } asked })
        {
            var receipt = Tell(asked, id);
            Note(entry);
            return receipt;
        }

        return Tell(entry, id);
    }

    private OutcomeReceipt? Tell(JournalEvent.OfMail entry, string id)
    {
        Note(entry);
        var mail = _mails.GetValueOrDefault(entry.Mail);
        var outcome = entry is JournalEvent.Cancelled cancelled
            ? OfCancel(cancelled, mail, id)
            : OutcomeProjection.OutcomeOf(entry, mail?.ToOrigin(), id);
        if (outcome is { Kind: MailOutcomeKind.Expired } && mail?.PutOff is { } reason)
            outcome = outcome with { Reason = $"{outcome.Reason} It was put off before: {reason}." };
        if (IsEnd(entry))
            Forget(entry.Mail);
        return outcome is null ? null : new OutcomeReceipt(outcome, mail?.Origin?.ReplyTo, mail?.Origin?.CorrelationId);
    }

    private void Note(JournalEvent.OfMail entry)
    {
        switch (entry)
        {
            case JournalEvent.Requested asked:
                Of(asked.Mail).Asked(asked);
                break;
            case JournalEvent.Expired { Origin: { } origin } late:
                Of(late.Mail).Origin = origin;
                break;
            case JournalEvent.Parked { Origin: { } origin } parked:
                Of(parked.Mail).Origin = origin;
                break;
            case JournalEvent.Superseded { ByCancel: true } old when _mails.TryGetValue(old.By, out var cancel):
                cancel.Withdrew = old.Mail;
                break;
            case JournalEvent.Deferred deferred when _mails.TryGetValue(deferred.Mail, out var mail):
                mail.PutOff = deferred.Reason;
                break;
            default:
                break;
        }

        if (_mails.GetValueOrDefault(entry.Mail)?.Topic is not { } topic)
            return;
        if (entry is JournalEvent.Attempted or JournalEvent.Accepted)
            _gone[topic] = entry.Mail;
        else if (
            entry is JournalEvent.Deferred or JournalEvent.Parked or JournalEvent.Expired or JournalEvent.Superseded
        )
            Return(topic, entry.Mail);
    }

    private MailOutcome OfCancel(JournalEvent.Cancelled cancelled, ToldMail? cancel, string id)
    {
        var origin = cancel?.ToOrigin();
        var outcome = new MailOutcome
        {
            EventId = id,
            Mail = cancelled.Mail,
            Kind = MailOutcomeKind.NothingToCancel,
            At = cancelled.At,
            App = origin?.App,
            Ref = origin?.Ref,
            Data = origin?.Data,
            UnknownFields = origin?.UnknownFields,
        };
        if (cancel?.Withdrew is { } withdrew)
            return outcome with { Kind = MailOutcomeKind.Cancelled, By = withdrew };
        return cancel?.Topic is { } topic && _gone.TryGetValue(topic, out var gone)
            ? outcome with
            {
                Kind = MailOutcomeKind.TooLate,
                By = gone,
                Reason = "The mail was sent, or was with the provider, before the cancel request was seen.",
            }
            : outcome;
    }

    private static bool IsEnd(JournalEvent.OfMail entry) =>
        entry
            is JournalEvent.Accepted
                or JournalEvent.Expired
                or JournalEvent.Superseded
                or JournalEvent.Coalesced
                or JournalEvent.Cancelled
                or JournalEvent.Discarded;

    private ToldMail Of(Guid mail)
    {
        if (!_mails.TryGetValue(mail, out var known))
            _mails[mail] = known = new ToldMail();
        return known;
    }

    private void Return((string Topic, string Recipient) topic, Guid mail)
    {
        if (_gone.TryGetValue(topic, out var gone) && gone == mail)
            _gone.Remove(topic);
    }

    private void Forget(Guid settled)
    {
        _settled.Enqueue(settled);
        if (_settled.Count <= MaxSettled)
            return;
        var oldest = _settled.Dequeue();
        if (_mails.Remove(oldest, out var old) && old.Topic is { } topic)
            Return(topic, oldest);
    }

    private sealed class ToldMail
    {
        public RequestOrigin? Origin { get; set; }

        public (string Topic, string Recipient)? Topic { get; private set; }

        /// <summary>Of a cancel request: a mail that it withdrew.</summary>
        public Guid? Withdrew { get; set; }

        /// <summary>Why an attempt was put off, the last time.</summary>
        public string? PutOff { get; set; }

        private int _template;
        private DateTimeOffset? _deadline;

        public void Asked(JournalEvent.Requested asked)
        {
            Origin = asked.Origin;
            Topic = asked is { Topic: { } topic, Recipient: { } recipient } ? (topic, recipient) : null;
            (_template, _deadline) = (asked.Template, asked.Cancel ? null : asked.Deadline);
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
}
