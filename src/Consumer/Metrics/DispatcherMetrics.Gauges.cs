using Prometheus;

namespace MailDispatcher.Consumer.Metrics;

/// <content>Gauges, which are read when somebody collects.</content>
internal sealed partial class DispatcherMetrics
{
    /// <summary>
    /// A gauge that reads the whole value each time; null leaves it out, because unknown is not zero.
    /// </summary>
    public void Gauge(string name, string description, Func<double?> read)
    {
        var gauge = _metrics.CreateGauge(name, description, new GaugeConfiguration { SuppressInitialValue = true });
        _registry.AddBeforeCollectCallback(() =>
        {
            if (read() is { } value)
                gauge.Set(value);
            else
                gauge.Unpublish();
        });
    }

    /// <inheritdoc cref="Gauge(string, string, Func{double?})"/>
    public void Gauge(
        string name,
        string description,
        string label,
        Func<IEnumerable<KeyValuePair<string, double>>> read
    )
    {
        var gauge = _metrics.CreateGauge(name, description, label);
        _registry.AddBeforeCollectCallback(() =>
        {
            var values = read().ToDictionary();
            foreach (var labels in gauge.GetAllLabelValues().Where(labels => !values.ContainsKey(labels[0])).ToList())
                gauge.RemoveLabelled(labels);
            foreach (var (of, value) in values)
                gauge.WithLabels(of).Set(value);
        });
    }
}
