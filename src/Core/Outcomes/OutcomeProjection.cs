using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Core.Outcomes;

/// <summary>
/// What an app is told of one event of the journal. Pure, so that the journal can be told again from any offset.
/// </summary>
public static class OutcomeProjection
{
    /// <summary>A mail that moves by less is not worth telling.</summary>
    public static readonly TimeSpan WorthTelling = TimeSpan.FromMinutes(15);

    /// <param name="happened">One record of the journal.</param>
    /// <param name="origin">Of the mail that it is about; null where nobody knows, as of an unreadable one.</param>
    /// <param name="eventId">The same each time the record is read: its offset in the stream.</param>
    /// <returns>Null for what concerns no app.</returns>
    public static MailOutcome? OutcomeOf(JournalEvent happened, MailOrigin? origin, string eventId)
    {
        return happened switch
        {
            JournalEvent.Requested { Cancel: false } asked => Of(asked, MailOutcomeKind.Accepted) with
            {
                Deadline = asked.Deadline,
                Template = asked.Template,
            },
            JournalEvent.Accepted sent => Of(sent, MailOutcomeKind.Sent),
            JournalEvent.Deferred { Until: { } until } deferred when until - deferred.At > WorthTelling => Of(
                deferred,
                MailOutcomeKind.Scheduled
            ) with
            {
                Expected = until,
                Reason = deferred.Reason,
            },
            JournalEvent.Expired late => Of(late, MailOutcomeKind.Expired) with
            {
                Deadline = late.Deadline,
                Template = late.Template,
                Reason = "Its deadline passed before it could be sent.",
            },
            // A cancel request that withdrew something, and what it withdrew, are two mails; the second one hears of it
            // here.
            JournalEvent.Superseded old => Of(
                old,
                old.ByCancel ? MailOutcomeKind.Cancelled : MailOutcomeKind.Superseded
            ) with
            {
                By = old.By,
            },
            JournalEvent.Coalesced along => Of(along, MailOutcomeKind.Coalesced) with { By = along.With },
            JournalEvent.Parked { Cause: "conflict" } conflict => Of(conflict, MailOutcomeKind.Conflict) with
            {
                Reason = conflict.Reason,
                Field = "id",
                By = conflict.Holder,
            },
            JournalEvent.Parked parked => Of(parked, MailOutcomeKind.Parked) with
            {
                Reason = parked.Reason,
                Field = parked.Cause == "unreadable" ? FieldOf(parked.Reason) : null,
            },
            JournalEvent.Discarded given => Of(given, MailOutcomeKind.Discarded),
            _ => null,
        };

        MailOutcome Of(JournalEvent.OfMail about, MailOutcomeKind kind) =>
            new()
            {
                EventId = eventId,
                Mail = about.Mail,
                Kind = kind,
                At = about.At,
                App = origin?.App,
                Ref = origin?.Ref,
                Data = origin?.Data,
                Template = origin?.Template ?? 0,
                Deadline = origin?.Deadline,
                UnknownFields = origin?.UnknownFields,
            };
    }

    private static string? FieldOf(string reason) =>
        reason.IndexOf(": ", StringComparison.Ordinal) is var end and > 0 ? reason[..end] : null;
}
