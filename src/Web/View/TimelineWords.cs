using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Reports;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Web.View;

/// <summary>What happened to one mail, in words.</summary>
public sealed class TimelineWords : IMailEventVisitor<TimeFormat, TimelineStep>
{
    private static readonly TimelineWords Reader = new();

    /// <param name="clock">Writes times in the dispatcher's zone.</param>
    public static TimelineStep Of(JournalEvent.OfMail entry, TimeFormat clock)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Accept(Reader, clock);
    }

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Requested entry, TimeFormat context) =>
        new(
            entry.At,
            HealthLevel.Good,
            "asked",
            $"seen in the pending queue: template {MailTemplate.NameOf(entry.Template)}, published "
                + $"{context.Exactly(entry.Arrived)}, deadline "
                + $"{(entry.Cancel ? "none: it withdraws" : context.At(entry.Deadline))}"
        );

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Attempted entry, TimeFormat context) =>
        new(
            entry.At,
            HealthLevel.Good,
            "attempted",
            $"the provider was called, urgency "
                + $"{entry.Urgency}{(entry.Along is { } along ? $", along with {string.Join(", ", along)}" : "")}"
        );

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Accepted entry, TimeFormat context) =>
        new(
            entry.At,
            HealthLevel.Good,
            "sent",
            entry.Evidence switch
            {
                Evidence.Answer => $"the provider took it{(entry.MessageId is null ? "" : $" as {entry.MessageId}")}",
                Evidence.UsedKey => "the provider said at a repeated attempt that it had it already",
                Evidence.EventLog => "the provider's event log shows it",
                _ => throw new InvalidOperationException("Evidence without words."),
            } + (entry.CopiesLeftOut is { } copies ? $". {SuppressionWords.LeftOut(copies).TrimEnd('.')}" : "")
        );

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Unanswered entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Notice, "unanswered", $"nobody knows whether it was taken: {entry.Reason}");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Deferred entry, TimeFormat context) =>
        new(
            entry.At,
            HealthLevel.Notice,
            "put off",
            entry.Until is { } until
                ? $"{entry.Reason}; tried again from {context.Exactly(until)}"
                : $"{entry.Reason}; any later run may try again"
        );

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Expired entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Bad, "expired", $"its deadline {context.At(entry.Deadline)} passed; it was not sent");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Superseded entry, TimeFormat context) =>
        new(
            entry.At,
            HealthLevel.Good,
            "superseded",
            entry.ByCancel ? $"withdrawn by request {entry.By}" : $"replaced by the newer request {entry.By}"
        );

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Coalesced entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Good, "coalesced", $"it went as one with mail {entry.With}");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Cancelled entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Good, "carried out", "it withdrew what waited");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Parked entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Notice, "parked", $"for a person ({entry.Cause}): {entry.Reason}");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(
        JournalEvent.RetryRequested entry,
        TimeFormat context
    ) =>
        new(
            entry.At,
            HealthLevel.Good,
            entry.Mended is null ? "retry" : "mended",
            entry.Mended is { } mended
                ? $"sent back by {entry.By} with another {string.Join(", ", mended.Fields)}"
                : $"asked for by {entry.By}"
        );

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Released entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Good, "released", "a person sent it back to the pending queue");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Discarded entry, TimeFormat context) =>
        entry.MendedAs is { } mail
            ? new(entry.At, HealthLevel.Good, "mended", $"by {entry.By}; it goes on as mail {mail}")
            : new(entry.At, HealthLevel.Notice, "discarded", $"given up by {entry.By}");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Suppressed entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Bad, "suppressed", $"{SuppressionWords.Of(entry.Cause)}; no credit was spent");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(
        JournalEvent.ProviderReported entry,
        TimeFormat context
    ) =>
        new(
            entry.HappenedAt,
            MailStatusWords.LevelOf(MailStatuses.Of(entry.Report)),
            MailStatusWords.Of(MailStatuses.Of(entry.Report)),
            $"the provider tells so{(entry.Reason is { } reason ? $": {reason}" : "")} (heard "
                + $"{context.Exactly(entry.At)} "
                + $"{(entry.Source is ReportSource.Webhook ? "by webhook" : "from its event log")})"
        );

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.AtRisk entry, TimeFormat context) =>
        entry.IsOver
            ? new(
                entry.At,
                HealthLevel.Good,
                "on time again",
                $"expected {(entry.Expected is { } expected ? context.At(expected) : "before its deadline")}"
            )
            : new(entry.At, HealthLevel.Notice, "at risk", entry.Reason ?? "it may miss its deadline");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(
        JournalEvent.WithdrawalAsked entry,
        TimeFormat context
    ) => new(entry.At, HealthLevel.Good, "withdrawal asked", "its app wants it withdrawn");

    TimelineStep IMailEventVisitor<TimeFormat, TimelineStep>.Visit(JournalEvent.Duplicate entry, TimeFormat context) =>
        new(entry.At, HealthLevel.Good, "copy dropped", "a further copy of it was taken out of the pending queue");
}
