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
            () => (View?.HeldPerPerson ?? []).CountBy(CauseOf).Select(c => KeyValuePair.Create(c.Key, (double)c.Value))
        );
        metrics.Gauge(
            "maildispatcher_events_complete_timestamp_seconds",
            "Until when all that the provider's event log knew is known here.",
            () => View?.EventsCompleteUntil?.ToUnixTimeSeconds()
        );
    }

    private static string CauseOf(PersonHold hold) => hold.IsStorm ? "storm" : "busy_day";
}
