using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MailDispatcher.Client;

/// <summary>
/// What the client tells OpenTelemetry: one source of spans and one meter, both of the name <see cref="Name"/>.
/// </summary>
public static class ClientTelemetry
{
    public const string Name = "MailDispatcher.Client";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Publishes = Meter.CreateCounter<long>(
        "maildispatcher_client_publishes",
        description: "Publishes by result: confirmed, refused or not_confirmed."
    );

    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>(
        "maildispatcher_client_publish_duration",
        unit: "s",
        description: "From the publish to the broker's confirm, with all reconnects."
    );

    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>(
        "maildispatcher_client_outcomes",
        description: "Outcomes handed to handlers, by kind."
    );

    internal static void Published(string result, TimeSpan took)
    {
        Publishes.Add(1, new KeyValuePair<string, object?>("result", result));
        Seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("result", result));
    }

    internal static void Handled(string kind) => Outcomes.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
