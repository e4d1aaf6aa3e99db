using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MailDispatcher.Consumer.Metrics;

/// <summary>
/// The metrics as Prometheus text 0.0.4, collected when asked. OpenTelemetry's SDK keeps the figures; its own Prometheus
/// exporter is not among the packages we can restore.
/// </summary>
[ExportModes(ExportModes.Pull)]
public sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private string _text = "";

    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects and writes all metrics.</summary>
    /// <exception cref="InvalidOperationException">The SDK did not collect within 5 seconds.</exception>
    public string Scrape()
    {
        lock (_gate)
        {
            if (Collect?.Invoke(5000) != true) throw new InvalidOperationException("The metrics could not be collected.");
            return _text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (var metric in batch) text.Write(metric);
        _text = text.ToString();
        return ExportResult.Success;
    }
}
