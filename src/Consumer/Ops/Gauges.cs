using MailDispatcher.Consumer.Dispatch;
using MailDispatcher.Consumer.Metrics;

namespace MailDispatcher.Consumer.Ops;

/// <summary>The gauges: each reads its whole value when asked.</summary>
internal static class Gauges
{
    public static void Register(DispatcherMetrics metrics, DispatcherStatus status, TimeProvider time)
    {
        metrics.Gauge("maildispatcher_is_leader", "1 on the active dispatcher, 0 on a standby.", () => status.Phase == DispatcherPhase.Leading ? 1 : 0);
        metrics.Gauge("maildispatcher_broker_connected", "1 while the broker can be used.", () => status.Phase == DispatcherPhase.Connecting ? 0 : 1);
        metrics.Gauge("maildispatcher_waiting_mails", "Mails in the waiting room at the last look.", "class",
            () => status.LookedAt is null ? [] : status.WaitingByClass.Select(pair => KeyValuePair.Create(pair.Key, (double)pair.Value)));
        metrics.Gauge("maildispatcher_oldest_waiting_timestamp_seconds", "When the mail that waits longest was published.",
            () => status.Waiting.Count == 0 ? null : status.Waiting.Min(c => c.Arrived).ToUnixTimeSeconds());
        metrics.Gauge("maildispatcher_looked_timestamp_seconds", "When the waiting room was last looked into.", () => status.LookedAt?.ToUnixTimeSeconds());
        metrics.Gauge("maildispatcher_parked_mails", "Messages that a person must look at.", () => status.LookedAt is null ? null : status.ParkedCount);
        metrics.Gauge("maildispatcher_uncertain_mails", "Mails with an attempt whose outcome nobody knows.", () => status.Memory?.Uncertain().Count);
        metrics.Gauge("maildispatcher_credits_remaining", "Credits left: the last reading less what was attempted since.", () => status.Memory?.Credits.Left);
        metrics.Gauge("maildispatcher_credits_read_timestamp_seconds", "When the provider last told the credits.",
            () => status.Memory?.Credits.ReadAt?.ToUnixTimeSeconds());
        metrics.Gauge("maildispatcher_credits_drift", "Provider's count less ours at the last reading; negative when somebody else spends.",
            () => status.Memory?.Credits.ReadAt is null ? null : status.Memory.Credits.Drift);
        metrics.Gauge("maildispatcher_provider_fault", "1 while the account is at fault (key refused, suspended).", () => status.Memory is null ? null : status.Memory.ProviderFault is null ? 0 : 1);
        metrics.Gauge("maildispatcher_paused", "1 while a person has paused dispatching.", () => status.Memory is null ? null : status.Memory.PausedBy is null ? 0 : 1);
        metrics.Gauge("maildispatcher_clock_timestamp_seconds", "The dispatcher's clock.", () => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        metrics.Gauge("maildispatcher_build_info", "Always 1; the version is the label.", "version",
            () => [KeyValuePair.Create(typeof(Gauges).Assembly.GetName().Version!.ToString(3), 1.0)]);
    }
}
