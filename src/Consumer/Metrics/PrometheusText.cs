using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MailDispatcher.Consumer.Metrics;

/// <summary>Writes metrics in the Prometheus text format 0.0.4 (prometheus/docs, exposition_formats.md).</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    public void Write(Metric metric)
    {
        var name = NameOf(metric);
        var type = metric.MetricType switch
        {
            MetricType.Histogram => "histogram",
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            _ => "gauge",
        };
        _text.Append("# HELP ").Append(name).Append(' ')
            .Append(metric.Description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints()) Write(name, metric.MetricType, in point);
    }

    public override string ToString() => _text.ToString();

    private void Write(string name, MetricType type, in MetricPoint point)
    {
        switch (type)
        {
            case MetricType.Histogram:
                long cumulative = 0;
                foreach (var bucket in point.GetHistogramBuckets())
                {
                    cumulative += bucket.BucketCount;
                    Sample(name + "_bucket", point.Tags, cumulative, Number(bucket.ExplicitBound));
                }

                Sample(name + "_sum", point.Tags, point.GetHistogramSum());
                Sample(name + "_count", point.Tags, point.GetHistogramCount());
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Sample(name, point.Tags, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Sample(name, point.Tags, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Sample(name, point.Tags, point.GetGaugeLastValueLong());
                break;
            default:
                Sample(name, point.Tags, point.GetGaugeLastValueDouble());
                break;
        }
    }

    private void Sample(string name, ReadOnlyTagCollection tags, double value, string? le = null)
    {
        _text.Append(name);
        var separator = '{';
        foreach (var (key, label) in tags)
        {
            Label(separator, key.Replace('.', '_'), Convert.ToString(label, CultureInfo.InvariantCulture) ?? "");
            separator = ',';
        }

        if (le is not null)
        {
            Label(separator, "le", le);
            separator = ',';
        }

        if (separator == ',') _text.Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private void Label(char separator, string name, string value) => _text.Append(separator).Append(name).Append("=\"")
        .Append(value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal))
        .Append('"');

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string NameOf(Metric metric)
    {
        var name = metric.Name.Replace('.', '_').Replace('-', '_');
        var unit = metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        if (metric.MetricType is MetricType.LongSum or MetricType.DoubleSum) return name + "_total";
        // A gauge must not look like a part of a histogram.
        return metric.MetricType != MetricType.Histogram && name.EndsWith("_count", StringComparison.Ordinal) ? name[..^6] : name;
    }
}
