using Prometheus;

namespace MailDispatcher.Consumer.Relay;

/// <summary>What the relay tells Prometheus. Safe for concurrent use.</summary>
internal sealed class RelayMetrics
{
    private readonly Counter _rows;
    private readonly Gauge _waiting;
    private readonly Gauge _oldest;
    private readonly Gauge _problems;
    private readonly Gauge _looked;

    public RelayMetrics(CollectorRegistry registry)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _rows = metrics.CreateCounter(
            "maildispatcher_outbox_rows_total",
            "Rows of the outbox that were published, or kept because they can't be.",
            "result"
        );
        foreach (var result in (string[])["published", "problem"])
            _rows.WithLabels(result);
        _waiting = metrics.CreateGauge("maildispatcher_outbox_waiting_rows", "Rows that wait for the relay.");
        _oldest = metrics.CreateGauge(
            "maildispatcher_outbox_oldest_seconds",
            "Age of the oldest row that waits for the relay; 0 for none."
        );
        _problems = metrics.CreateGauge("maildispatcher_outbox_problem_rows", "Rows that wait for a person.");
        _looked = metrics.CreateGauge(
            "maildispatcher_outbox_looked_timestamp_seconds",
            "When the outbox was last read; 0 for not yet. What the other gauges say is as old."
        );
    }

    public void Relayed(int published, int problems)
    {
        _rows.WithLabels("published").Inc(published);
        _rows.WithLabels("problem").Inc(problems);
    }

    public void Stands(long waiting, TimeSpan oldest, long problems, DateTimeOffset now)
    {
        _waiting.Set(waiting);
        _oldest.Set(oldest.TotalSeconds);
        _problems.Set(problems);
        _looked.Set(now.ToUnixTimeMilliseconds() / 1000.0);
    }
}
