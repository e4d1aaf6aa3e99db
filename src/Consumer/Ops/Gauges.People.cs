using MailDispatcher.Engine;

namespace MailDispatcher.Consumer.Ops;

/// <content>What concerns the people who get mail.</content>
internal sealed partial class Gauges
{
    private void AddPeople()
    {
        metrics.Gauge(
            "maildispatcher_held_mails",
            "Waiting mails that the ceiling per person holds: in a storm, or on a busy day.",
            "cause",
            () =>
                View is { } view ? [HeldBy("storm", view, isStorm: true), HeldBy("busy_day", view, isStorm: false)] : []
        );
        metrics.Gauge(
            "maildispatcher_events_complete_timestamp_seconds",
            "Until when all that the provider's event log knew is known here.",
            () => View?.EventsCompleteUntil?.ToUnixTimeSeconds()
        );
    }

    // 0 is told too: whoever watches for a storm must be able to tell none from not told.
    private static KeyValuePair<string, double> HeldBy(string cause, DispatchView view, bool isStorm) =>
        KeyValuePair.Create(cause, (double)view.HeldPerPerson.Count(hold => hold.IsStorm == isStorm));
}
