using System.Diagnostics.Metrics;

namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>What the relay tells OpenTelemetry, under the client's name.</summary>
internal sealed class OutboxMeter : IDisposable
{
    private readonly Meter _meter = new(ClientTelemetry.Name);
    private readonly Counter<long> _relayed;
    private double _oldest;

    public OutboxMeter()
    {
        _relayed = _meter.CreateCounter<long>(
            "maildispatcher_client_outbox_rows",
            description: "Rows of the outbox that left it, by result: published, expired or problem."
        );
        _meter.CreateObservableGauge(
            "maildispatcher_client_outbox_oldest",
            () => Volatile.Read(ref _oldest),
            unit: "s",
            description: "Age of the oldest row that waits for the relay; 0 for none."
        );
    }

    public void Relayed(string result, int rows) =>
        _relayed.Add(rows, new KeyValuePair<string, object?>("result", result));

    public void Oldest(TimeSpan age) => Volatile.Write(ref _oldest, Math.Max(0, age.TotalSeconds));

    public void Dispose() => _meter.Dispose();
}
