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

    private readonly ToldMails _told = new(MaxSettled);

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
            entry.Accept(_told, default(ValueTuple));
            return receipt;
        }

        return Tell(entry, id);
    }

    private OutcomeReceipt? Tell(JournalEvent.OfMail entry, string id)
    {
        var isEnd = entry.Accept(_told, default(ValueTuple));
        var mail = _told.Find(entry.Mail);
        // Providers repeat themselves, and tell of mails that are none of ours.
        if (entry is JournalEvent.ProviderReported report && mail?.Hear(report) is not true)
            return null;
        var outcome = entry is JournalEvent.Cancelled cancelled
            ? OfCancel(cancelled, mail, id)
            : OutcomeProjection.OutcomeOf(entry, mail?.ToOrigin(), id);
        if (outcome is { Kind: MailOutcomeKind.Expired } && mail?.PutOff is { } reason)
            outcome = outcome with { Reason = $"{outcome.Reason} It was put off before: {reason}." };
        if (isEnd)
            _told.Forget(entry.Mail);
        return outcome is null ? null : new OutcomeReceipt(outcome, mail?.Origin?.ReplyTo, mail?.Origin?.CorrelationId);
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
        return cancel?.Topic is { } topic && _told.Gone(topic) is { } gone
            ? outcome with
            {
                Kind = MailOutcomeKind.TooLate,
                By = gone,
                Reason = "The mail was sent, or was with the provider, before the cancel request was seen.",
            }
            : outcome;
    }
}
