using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Core.Outcomes;

/// <summary>
/// What an app is told of one event of the journal; null for what concerns no app. Pure, so that the journal can be
/// told again from any offset.
/// </summary>
internal sealed class OutcomeProjection : IMailEventVisitor<OutcomeProjection.About, MailOutcome?>
{
    /// <summary>A mail that moves by less is not worth telling.</summary>
    public static readonly TimeSpan WorthTelling = TimeSpan.FromMinutes(15);

    private static readonly OutcomeProjection Reader = new();

    /// <param name="happened">One event of the journal.</param>
    /// <param name="origin">Of the mail that it is about; null where nobody knows, as of an unreadable one.</param>
    /// <param name="eventId">The same each time the record is read: its offset in the stream.</param>
    /// <returns>Null for what concerns no app.</returns>
    public static MailOutcome? OutcomeOf(JournalEvent happened, MailOrigin? origin, string eventId) =>
        (happened as JournalEvent.OfMail)?.Accept(Reader, new About(origin, eventId));

    /// <summary>A request that only withdraws is answered when it is carried out.</summary>
    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Requested entry, About context) =>
        entry.Cancel
            ? null
            : context.Of(entry, MailOutcomeKind.Accepted) with
            {
                Deadline = entry.Deadline,
                Template = entry.Template,
            };

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Attempted entry, About context) => null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Accepted entry, About context) =>
        context.Of(entry, MailOutcomeKind.Sent) with
        {
            Reason = entry.CopiesLeftOut is { } copies ? SuppressionWords.LeftOut(copies) : null,
        };

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Unanswered entry, About context) => null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Deferred entry, About context) =>
        entry.Until - entry.At > WorthTelling
            ? context.Of(entry, MailOutcomeKind.Scheduled) with
            {
                Expected = entry.Until,
                Reason = entry.Reason,
            }
            : null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Expired entry, About context) =>
        context.Of(entry, MailOutcomeKind.Expired) with
        {
            Deadline = entry.Deadline,
            Template = entry.Template,
            Reason = "Its deadline passed before it could be sent.",
        };

    /// <summary>
    /// A cancel request that withdrew something, and what it withdrew, are two mails; the second one hears of it here.
    /// </summary>
    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Superseded entry, About context) =>
        context.Of(entry, entry.ByCancel ? MailOutcomeKind.Cancelled : MailOutcomeKind.Superseded) with
        {
            By = entry.By,
        };

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Coalesced entry, About context) =>
        context.Of(entry, MailOutcomeKind.Coalesced) with
        {
            By = entry.With,
        };

    /// <summary>What a cancel request came to, only who folds the topics can tell: <see cref="OutcomeFold"/>.</summary>
    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Cancelled entry, About context) => null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Parked entry, About context) =>
        entry.Cause == ParkingCause.Conflict
            ? context.Of(entry, MailOutcomeKind.Conflict) with
            {
                Reason = entry.Reason,
                Field = "id",
                By = entry.Holder,
            }
            : context.Of(entry, MailOutcomeKind.Parked) with
            {
                Reason = entry.Reason,
                Field = entry.Cause == ParkingCause.Unreadable ? FieldOf(entry.Reason) : null,
            };

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Released entry, About context) => null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.RetryRequested entry, About context) => null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Discarded entry, About context) =>
        entry.MendedAs is null ? context.Of(entry, MailOutcomeKind.Discarded) : null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Duplicate entry, About context) => null;

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.Suppressed entry, About context) =>
        context.Of(entry, MailOutcomeKind.Suppressed) with
        {
            Deadline = entry.Deadline,
            Template = entry.Template,
            Reason = SuppressionWords.Reason(entry.Cause),
        };

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.ProviderReported entry, About context) =>
        context.Of(entry, KindOf(entry.Report)) with
        {
            At = entry.HappenedAt,
            Reason = entry.Reason,
        };

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.AtRisk entry, About context) =>
        entry.IsOver
            ? context.Of(entry, MailOutcomeKind.Scheduled) with
            {
                Expected = entry.Expected,
                Reason = "It is expected to be on time again.",
            }
            : context.Of(entry, MailOutcomeKind.AtRisk) with
            {
                Reason = entry.Reason,
            };

    MailOutcome? IMailEventVisitor<About, MailOutcome?>.Visit(JournalEvent.WithdrawalAsked entry, About context) =>
        null;

    private static MailOutcomeKind KindOf(ProviderEventKind report) =>
        report switch
        {
            ProviderEventKind.Delivered => MailOutcomeKind.Delivered,
            ProviderEventKind.Deferred => MailOutcomeKind.Deferred,
            ProviderEventKind.SoftBounced => MailOutcomeKind.SoftBounced,
            ProviderEventKind.HardBounced => MailOutcomeKind.Bounced,
            // Nobody tried: to the app both are the same.
            ProviderEventKind.Blocked or ProviderEventKind.Failed => MailOutcomeKind.Blocked,
            ProviderEventKind.Complained => MailOutcomeKind.Complained,
            ProviderEventKind.Unsubscribed => MailOutcomeKind.Unsubscribed,
            _ => throw new InvalidOperationException("A report without an outcome."),
        };

    private static string? FieldOf(string reason) =>
        reason.IndexOf(": ", StringComparison.Ordinal) is var end and > 0 ? reason[..end] : null;

    /// <summary>What an outcome tells beside the event.</summary>
    public readonly record struct About(MailOrigin? Origin, string EventId)
    {
        internal MailOutcome Of(JournalEvent.OfMail entry, MailOutcomeKind kind) =>
            new()
            {
                EventId = EventId,
                Mail = entry.Mail,
                Kind = kind,
                At = entry.At,
                App = Origin?.App,
                Ref = Origin?.Ref,
                Data = Origin?.Data,
                Template = Origin?.Template ?? 0,
                Deadline = Origin?.Deadline,
                UnknownFields = Origin?.UnknownFields,
            };
    }
}
