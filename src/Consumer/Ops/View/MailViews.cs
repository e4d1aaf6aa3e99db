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
        var name = StateOf(state, missing);
        var template = candidate?.Template ?? state?.Template ?? 0;
        var readable = candidate is not null || state is { Template: > 0 };
        return new MailView
        {
            Id = id,
            State = name,
            Template = readable ? MailTemplate.NameOf(template) : "not readable",
            Topic = candidate?.Topic ?? timeline.Events.OfType<JournalEvent.Requested>().FirstOrDefault()?.Topic,
            Recipient = candidate is null || state?.Settled is not null ? null : Words(candidate.Recipient),
            Arrived = row?.Arrived ?? state?.Arrived ?? clock.Now,
            Deadline =
                candidate is { Cancel: false } request ? request.Deadline
                : readable ? state?.Deadline
                : null,
            SendAt = row?.SendAt,
            Misses = name == "waiting" ? row?.Misses : null,
            Why = Why(name, state, row, clock),
            Timeline = [.. timeline.Events.Select(entry => TimelineWords.Of(entry, clock))],
            TimelineIsWhole = timeline.IsWhole,
        };
    }

    internal static MailHit HitOf(MailState mail, IReadOnlySet<Guid>? missing) =>
        new(mail.Id, MailTemplate.NameOf(mail.Template), StateOf(mail, missing), mail.Arrived, mail.Deadline);

    /// <param name="missing">Mails that wait and that no queue holds; null while nobody knows.</param>
    private static string StateOf(MailState? state, IReadOnlySet<Guid>? missing) =>
        state switch
        {
            { Settled: Settlement.Sent, Delivery.Standing: { } told } => DeliveryWords.Of(told),
            { Settled: { } settled } => settled.ToString().ToLowerInvariant(),
            { IsInFlight: true } => "uncertain",
            not null when missing?.Contains(state.Id) == true => "missing",
            _ => "waiting",
        };

    private static string Why(string name, MailState? state, WaitingRow? row, TimeFormat clock) =>
        state is { Settled: Settlement.Sent, Delivery.Standing: { } told }
            ? $"The provider took it {clock.At(state.SettledAt)}. {DeliveryWords.Sentence(told)}"
            : name switch
            {
                "sent" => $"The provider took it {clock.At(state!.SettledAt)}.",
                "suppressed" => "Mail to its address reaches nobody, or is not wanted; no credit was spent on it.",
                "expired" =>
                    $"Its deadline {clock.At(state!.Deadline)} passed before it could be sent. A mail is never sent "
                        + "after its deadline.",
                "superseded" => "A newer request about the same topic to the same person replaced or withdrew it.",
                "coalesced" =>
                    $"Credits were short, and it went as one with mail {state!.GoesWith} to the same person.",
                "cancelled" => "A request that withdraws; it has done so. Nothing was to be sent.",
                "missing" => "It was asked for, and no queue holds it: somebody emptied or deleted a queue, or took it "
                    + "out. It will not be sent, unless its app asks for it again, with the same id.",
                "parked" => $"It waits for a person: {state!.LastReason}.",
                "discarded" => $"A person gave it up {clock.At(state!.SettledAt)}. It was not sent.",
                "uncertain" when state!.GoesWith is { } with =>
                    $"It goes as one with mail {with}, which must be cleared up first.",
                "uncertain" => $"The provider did not answer, so nobody knows whether it was taken: "
                    + $"{state!.LastReason ?? "the call may still be on its way"}. It is cleared up before anything "
                    + "else is done with it.",
                _ when state?.NotBefore is { } until && until > clock.Now =>
                    $"The last attempt was not taken ({state.LastReason}); it is tried again from {clock.At(until)}. "
                        + $"{row?.Reason}",
                _ => row?.Reason is { } reason ? $"{reason}." : "It waits for a run that has room for it.",
            };

    private static string Words(Recipient recipient) =>
        recipient.Name is { } name ? $"{name} <{recipient.Email}>" : recipient.Email;
}
