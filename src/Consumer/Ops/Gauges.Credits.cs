namespace MailDispatcher.Consumer.Ops;

/// <content>Credits and the windows of the allowance.</content>
internal sealed partial class Gauges
{
    private void AddCredits()
    {
        metrics.Gauge(
            "maildispatcher_credits_remaining",
            "Credits left: the last reading less what was attempted since.",
            () => View?.Credits.Left
        );
        metrics.Gauge(
            "maildispatcher_window_credits_remaining",
            "Mails that may still leave in each window of the allowance.",
            "window",
            () => Windows().Select(w => KeyValuePair.Create(w.Window.ToString(), (double)w.Left))
        );
        metrics.Gauge(
            "maildispatcher_window_more_timestamp_seconds",
            "When more may leave in each window of the allowance; none for a rolling one that holds no mail.",
            "window",
            () =>
                Windows()
                    .Where(w => w.MoreAt is not null)
                    .Select(w => KeyValuePair.Create(w.Window.ToString(), Seconds(w.MoreAt!.Value)))
        );
        metrics.Gauge(
            "maildispatcher_credits_read_timestamp_seconds",
            "When the provider last told the credits.",
            () => View?.Credits.ReadAt is { } at ? Seconds(at) : null
        );
        metrics.Gauge(
            "maildispatcher_credits_read_success",
            "1 when the provider answered the last question for the credits, 0 when it did not.",
            () => View is not null && metrics.LastReadingSucceeded is { } succeeded ? Flag(succeeded) : null
        );
        metrics.Gauge(
            "maildispatcher_credits_reset_timestamp_seconds",
            "When the day's unused credits are lost and new ones come.",
            () => View is null ? null : Seconds(day.ResetAfter(time.GetUtcNow()))
        );
        metrics.Gauge(
            "maildispatcher_credits_drift",
            "Provider's count less ours at the last reading; negative when somebody else spends.",
            () => View is { Credits: { ReadAt: not null } credits } ? credits.Drift : null
        );
    }

    private IEnumerable<WindowCredits> Windows() => (View?.Windows ?? []).Select(w => w.At(time.GetUtcNow(), day));
}
