using MailDispatcher.Consumer.Journal;
using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Ops.View;

/// <summary>What happened to one mail, in words.</summary>
internal static class TimelineWords
{
    public static TimelineStep Of(Fact.OfMail fact, Clockface clock) => fact switch
    {
        Fact.Asked f => new(f.At, LightState.Good, "asked", $"seen in the waiting room: template {MailTemplate.NameOf(f.Template)}, published {clock.Exactly(f.Arrived)}, deadline {(f.Cancel ? "none: it withdraws" : clock.At(f.Deadline))}"),
        Fact.Attempted f => new(f.At, LightState.Good, "attempted", $"the provider was called, urgency {f.Urgency}{(f.Along is { } along ? $", along with {string.Join(", ", along)}" : "")}"),
        Fact.Accepted f => new(f.At, LightState.Good, "sent", f.Evidence switch
        {
            Evidence.Answer => $"the provider took it{(f.MessageId is null ? "" : $" as {f.MessageId}")}",
            Evidence.UsedKey => "the provider said at a repeated attempt that it had it already",
            Evidence.EventLog => "the provider's event log shows it",
            _ => throw new InvalidOperationException("Evidence without words."),
        }),
        Fact.Unanswered f => new(f.At, LightState.Warning, "unanswered", $"nobody knows whether it was taken: {f.Reason}"),
        Fact.Deferred f => new(f.At, LightState.Warning, "put off", f.Until is { } until
            ? $"{f.Reason}; tried again from {clock.Exactly(until)}" : $"{f.Reason}; any later run may try again"),
        Fact.Expired f => new(f.At, LightState.Bad, "expired", $"its deadline {clock.At(f.Deadline)} passed; it was not sent"),
        Fact.Superseded f => new(f.At, LightState.Good, "superseded", f.ByCancel
            ? $"withdrawn by request {f.By}" : $"replaced by the newer request {f.By}"),
        Fact.Coalesced f => new(f.At, LightState.Good, "coalesced", $"it went as one with mail {f.With}"),
        Fact.Cancelled f => new(f.At, LightState.Good, "carried out", "it withdrew what waited"),
        Fact.Parked f => new(f.At, LightState.Warning, "parked", $"for a person ({f.Cause}): {f.Reason}"),
        Fact.Released f => new(f.At, LightState.Good, "released", "a person sent it back to the waiting room"),
        Fact.Discarded f => new(f.At, LightState.Warning, "discarded", $"given up by {f.By}"),
        Fact.Duplicate f => new(f.At, LightState.Good, "copy dropped", "a further copy of it was taken out of the waiting room"),
        _ => new(fact.At, LightState.Unknown, "event", fact.GetType().Name),
    };
}
