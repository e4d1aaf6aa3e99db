namespace MailDispatcher.Core.Journal;

/// <content>What an event makes of a mail.</content>
public sealed partial class Projection
{
    private MailState Fold(JournalEvent.OfMail entry)
    {
        if (!_mails.TryGetValue(entry.Mail, out var known))
        {
            Days.CountNew(entry.At);
            known = new MailState(entry.Mail) { Arrived = entry.At };
        }

        var mail = Next(known, entry);
        _mails[mail.Id] = mail;
        if (mail.IsUncertain)
            _uncertain.Add(mail.Id);
        else
            _uncertain.Remove(mail.Id);
        if (known.Settled is null && mail.Settled is not null)
            Forget(mail.Id);
        return mail;
    }

    private MailState Next(MailState mail, JournalEvent.OfMail entry)
    {
        switch (entry)
        {
            case JournalEvent.Requested asked:
                if (!asked.Cancel)
                    _arrivals.Add(
                        asked.Arrived,
                        asked.Deadline,
                        values.Of(asked.Template, asked.Arrived, asked.Deadline)
                    );
                _topics.Remember(asked);
                return mail with
                {
                    Arrived = asked.Arrived,
                    Deadline = asked.Deadline,
                    Template = asked.Template,
                    ArrivalIsKnown = true,
                    Content = asked.Content,
                    // What was parked under this id before could not be read: this is another mail.
                    Settled = mail is { Settled: Settlement.Parked, ArrivalIsKnown: false } ? null : mail.Settled,
                };
            case JournalEvent.Attempted attempted:
                if (mail.OpenSince is null)
                    Credits.Spend();
                if (countsSends)
                    Sends.Begin(mail, attempted.At);
                return TakeAlong(mail, attempted.Along ?? []) with
                {
                    OpenSince = mail.OpenSince ?? attempted.At,
                    AttemptedAt = attempted.At,
                    Attempts = mail.Attempts + 1,
                    Urgency = attempted.Urgency,
                    Template = attempted.Template,
                };
            case JournalEvent.Unanswered unanswered:
                return mail with { LastReason = unanswered.Reason };
            case JournalEvent.Deferred deferred:
                GiveBack(mail);
                return TakeAlong(mail, []) with
                {
                    OpenSince = null,
                    NotBefore = deferred.Until,
                    LastReason = deferred.Reason,
                    Series = mail.Series + (deferred.FreshKey ? 1 : 0),
                    Attempts = mail.Attempts - (deferred.Until is null ? 1 : 0),
                };
            case JournalEvent.Accepted:
                if (countsSends)
                    Sends.End(mail, entry.At);
                return Settled(mail, Settlement.Sent, entry.At);
            case JournalEvent.Expired expired:
                return Settled(
                    mail with
                    {
                        Deadline = expired.Deadline,
                        Template = expired.Template,
                    },
                    Settlement.Expired,
                    entry.At
                );
            case JournalEvent.Superseded:
                return Settled(mail, Settlement.Superseded, entry.At);
            case JournalEvent.Coalesced:
                return Settled(mail, Settlement.Coalesced, entry.At);
            case JournalEvent.Cancelled:
                return Settled(mail, Settlement.Cancelled, entry.At);
            // A mail that was sent stays sent, whatever else bears its id.
            case JournalEvent.Parked when mail.Settled is Settlement.Sent:
                return mail;
            case JournalEvent.Parked parked:
                GiveBack(mail);
                return Settled(
                    TakeAlong(mail with { ParkedTimes = parked.Number, LastReason = parked.Reason }, []),
                    Settlement.Parked,
                    entry.At
                );
            case JournalEvent.RetryRequested retry:
                return mail with { RetriedParking = retry.Number };
            case JournalEvent.Discarded when mail.Settled is Settlement.Parked:
                return Settled(mail, Settlement.Discarded, entry.At);
            case JournalEvent.Released released
                when mail.Settled is Settlement.Parked && released.Number == mail.ParkedTimes:
                return mail with { Settled = null, Attempts = 0, NotBefore = null, Series = mail.Series + 1 };
            default:
                return mail;
        }
    }

    private void GiveBack(MailState mail)
    {
        if (mail.OpenSince is null)
            return;
        Credits.GiveBack();
        if (countsSends)
            Sends.End(mail, leftAt: null);
    }

    private MailState TakeAlong(MailState mail, IReadOnlyList<Guid> along)
    {
        foreach (var id in mail.Along)
            if (_mails.TryGetValue(id, out var before) && before.GoesWith == mail.Id)
                _mails[id] = before with { GoesWith = null };
        foreach (var id in along)
            if (_mails.TryGetValue(id, out var other))
                _mails[id] = other with { GoesWith = mail.Id };
        return mail with { Along = along };
    }

    private static MailState Settled(MailState mail, Settlement settlement, DateTimeOffset at) =>
        mail with
        {
            Settled = settlement,
            SettledAt = at,
            OpenSince = null,
        };

    private void Forget(Guid settled)
    {
        _settled.Enqueue(settled);
        while (_settled.Count > MaxSettled)
        {
            var oldest = _settled.Dequeue();
            if (_mails.TryGetValue(oldest, out var old) && old.Settled is not null)
                _mails.Remove(oldest);
        }
    }
}
