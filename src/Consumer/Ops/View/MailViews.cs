using MailDispatcher.Broker.Journal;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Reports;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>One mail's view from the pending queue, the memory and the journal. Pure.</summary>
internal static class MailViews
{
    public static MailView Of(
        Guid id,
        MailRequest? candidate,
        MailState? state,
        WaitingRow? row,
        MailTimeline timeline,
        IReadOnlySet<Guid>? missing,
        TimeFormat clock
    )
    {
        var status = MailStatuses.Of(state, missing, clock.Now);
        var template = candidate?.Template ?? state?.Template ?? 0;
        var readable = candidate is not null || state is { Template: > 0 };
        return new MailView
        {
            Id = id,
            State = status,
            Template = readable ? MailTemplate.NameOf(template) : "not readable",
            Topic = candidate?.Topic ?? timeline.Events.OfType<JournalEvent.Requested>().FirstOrDefault()?.Topic,
            Recipient = candidate is null || state?.Settled is not null ? null : Words(candidate.Recipient),
            Arrived = row?.Arrived ?? state?.Arrived ?? clock.Now,
            Deadline =
                candidate is { Cancel: false } request ? request.Deadline
                : readable ? state?.Deadline
                : null,
            SendAt = row?.SendAt,
            Misses = status is MailStatus.Pending or MailStatus.Deferred ? row?.Misses : null,
            Why = Why(status, state, row, clock),
            Timeline = [.. timeline.Events.Select(entry => TimelineWords.Of(entry, clock))],
            TimelineIsWhole = timeline.IsWhole,
        };
    }

    internal static MailHit HitOf(MailState mail, IReadOnlySet<Guid>? missing, DateTimeOffset now) =>
        new(
            mail.Id,
            MailTemplate.NameOf(mail.Template),
            MailStatuses.Of(mail, missing, now),
            mail.Arrived,
            mail.Deadline
        );

    private static string Why(MailStatus status, MailState? state, WaitingRow? row, TimeFormat clock) =>
        state is { Settled: Settlement.Sent, Delivery.Standing: { } told }
            ? $"The provider took it {clock.At(state.SettledAt)}. {DeliveryWords.Sentence(told)}"
            : status switch
            {
                MailStatus.Sent => $"The provider took it {clock.At(state!.SettledAt)}.",
                MailStatus.Suppressed =>
                    "Mail to its address reaches nobody, or is not wanted; no credit was spent on it.",
                MailStatus.Expired =>
                    $"Its deadline {clock.At(state!.Deadline)} passed before it could be sent. A mail is never sent "
                        + "after its deadline.",
                MailStatus.Superseded =>
                    "A newer request about the same topic to the same person replaced or withdrew it.",
                MailStatus.Coalesced =>
                    $"Credits were short, and it went as one with mail {state!.GoesWith} to the same person.",
                MailStatus.Cancelled => "A request that withdraws; it has done so. Nothing was to be sent.",
                MailStatus.Missing =>
                    "It was asked for, and no queue holds it: somebody emptied or deleted a queue, or took it "
                        + "out. It will not be sent, unless its app asks for it again, with the same id.",
                MailStatus.Parked => $"It waits for a person: {state!.LastReason}.",
                MailStatus.Discarded => $"A person gave it up {clock.At(state!.SettledAt)}. It was not sent.",
                MailStatus.Uncertain when state!.GoesWith is { } with =>
                    $"It goes as one with mail {with}, which must be cleared up first.",
                MailStatus.Uncertain => $"The provider did not answer, so nobody knows whether it was taken: "
                    + $"{state!.LastReason ?? "the call may still be on its way"}. It is cleared up before anything "
                    + "else is done with it.",
                MailStatus.Deferred => $"The last attempt was not taken ({state!.LastReason}); it is tried again from "
                    + $"{clock.At(state.NotBefore!.Value)}. "
                    + $"{row?.Reason}",
                _ => row?.Reason is { } reason
                    ? $"{char.ToUpperInvariant(reason[0])}{reason[1..]}."
                    : "It waits for a run that has room for it.",
            };

    private static string Words(Recipient recipient) =>
        recipient.Name is { } name ? $"{name} <{recipient.Email}>" : recipient.Email;
}
