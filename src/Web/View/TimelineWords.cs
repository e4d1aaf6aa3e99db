using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Web.View;

/// <summary>What happened to one mail, in words.</summary>
public static class TimelineWords
{
    public static TimelineStep Of(JournalEvent.OfMail entry, TimeFormat clock) =>
        entry switch
        {
            JournalEvent.Requested f => new(
                f.At,
                HealthLevel.Good,
                "asked",
                $"seen in the pending queue: template {MailTemplate.NameOf(f.Template)}, published "
                    + $"{clock.Exactly(f.Arrived)}, deadline {(f.Cancel ? "none: it withdraws" : clock.At(f.Deadline))}"
            ),
            JournalEvent.Attempted f => new(
                f.At,
                HealthLevel.Good,
                "attempted",
                $"the provider was called, urgency "
                    + $"{f.Urgency}{(f.Along is { } along ? $", along with {string.Join(", ", along)}" : "")}"
            ),
            JournalEvent.Accepted f => new(
                f.At,
                HealthLevel.Good,
                "sent",
                f.Evidence switch
                {
                    Evidence.Answer => $"the provider took it{(f.MessageId is null ? "" : $" as {f.MessageId}")}",
                    Evidence.UsedKey => "the provider said at a repeated attempt that it had it already",
                    Evidence.EventLog => "the provider's event log shows it",
                    _ => throw new InvalidOperationException("Evidence without words."),
                }
            ),
            JournalEvent.Unanswered f => new(
                f.At,
                HealthLevel.Notice,
                "unanswered",
                $"nobody knows whether it was taken: {f.Reason}"
            ),
            JournalEvent.Deferred f => new(
                f.At,
                HealthLevel.Notice,
                "put off",
                f.Until is { } until
                    ? $"{f.Reason}; tried again from {clock.Exactly(until)}"
                    : $"{f.Reason}; any later run may try again"
            ),
            JournalEvent.Expired f => new(
                f.At,
                HealthLevel.Bad,
                "expired",
                $"its deadline {clock.At(f.Deadline)} passed; it was not sent"
            ),
            JournalEvent.Superseded f => new(
                f.At,
                HealthLevel.Good,
                "superseded",
                f.ByCancel ? $"withdrawn by request {f.By}" : $"replaced by the newer request {f.By}"
            ),
            JournalEvent.Coalesced f => new(f.At, HealthLevel.Good, "coalesced", $"it went as one with mail {f.With}"),
            JournalEvent.Cancelled f => new(f.At, HealthLevel.Good, "carried out", "it withdrew what waited"),
            JournalEvent.Parked f => new(f.At, HealthLevel.Notice, "parked", $"for a person ({f.Cause}): {f.Reason}"),
            JournalEvent.RetryRequested f => new(f.At, HealthLevel.Good, "retry", $"asked for by {f.By}"),
            JournalEvent.Released f => new(
                f.At,
                HealthLevel.Good,
                "released",
                "a person sent it back to the pending queue"
            ),
            JournalEvent.Discarded f => new(f.At, HealthLevel.Notice, "discarded", $"given up by {f.By}"),
            JournalEvent.Duplicate f => new(
                f.At,
                HealthLevel.Good,
                "copy dropped",
                "a further copy of it was taken out of the pending queue"
            ),
            _ => new(entry.At, HealthLevel.Unknown, "event", entry.GetType().Name),
        };
}
