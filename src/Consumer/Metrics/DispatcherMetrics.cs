using System.Diagnostics.Metrics;
using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Consumer.Metrics;

/// <summary>
/// The one owner of the meter: a method for each event, a gauge for each whole value. No label ever holds an address.
/// Label values: template = number; priority = urgency 1..200; class = urgent, soon, later; run = hourly, end_of_day,
/// tick, manual; outcome and result as their methods say. A set of labels that is known beforehand starts at 0, so that
/// its first event is a rise.
/// </summary>
public sealed class DispatcherMetrics : IDispatchMetrics
{
    public const string MeterName = "MailDispatcher";

    private static readonly string[] AttemptOutcomes =
        ["accepted", "already_taken", "refused", "throttled", "account_fault", "out_of_credits", "not_taken", "uncertain"];
    private static readonly string[] SettledOutcomes = ["sent", "expired", "superseded", "coalesced", "cancel", "parked", "duplicate"];
    private static readonly string[] DeadlineOutcomes = ["on_time", "missed", "asked_late"];
    private static readonly string[] Runs = ["hourly", "end_of_day", "tick", "manual"];
    private static readonly string[] RunResults = ["done", "retries", "continued", "interrupted", "credits_unknown", "provider", "paused"];
    private static readonly string[] Readings = ["read", "unknown", "account_fault"];

    private readonly Meter _meter;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _fails;
    private readonly Counter<long> _template;
    private readonly Counter<long> _priority;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _deadlines;
    private readonly Counter<long> _readings;
    private readonly Histogram<double> _provider;
    private readonly Histogram<double> _inQueue;
    private readonly Histogram<double> _runSeconds;

    public DispatcherMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(MeterName);
        _sent = _meter.CreateCounter<long>("mails_sent", description: "Mails that the provider has accepted.");
        _fails = _meter.CreateCounter<long>("mails_fails", description: "Attempts that the provider did not accept, or did not answer.");
        _template = _meter.CreateCounter<long>("payload_template", description: "Attempts by template.");
        _priority = _meter.CreateCounter<long>("payload_priority", description: "Attempts by urgency (200 = today).");
        _attempts = _meter.CreateCounter<long>("maildispatcher_attempts", description: "Calls of the provider by outcome.");
        _settled = _meter.CreateCounter<long>("maildispatcher_settled", description: "Mails that left the pending queue, by how.");
        _runs = _meter.CreateCounter<long>("maildispatcher_runs", description: "Runs by kind and result.");
        _deadlines = _meter.CreateCounter<long>(
            "maildispatcher_deadline_outcomes", description: "Mails by whether they were sent before their deadline; class as of when they were asked for.");
        _readings = _meter.CreateCounter<long>("maildispatcher_credit_readings", description: "Times the provider was asked for the credits, by outcome.");
        _provider = Histogram("maildispatcher_provider", "How long the provider took to answer.", 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);
        _inQueue = Histogram("maildispatcher_time_in_queue", "From publish to sent.", 1, 2, 5, 60, 600, 3600, 4 * 3600, 12 * 3600, 86400, 3 * 86400, 10 * 86400);
        _runSeconds = Histogram("maildispatcher_run", "How long a run took.", 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800);
        StartAtZero();
    }

    /// <param name="outcome">accepted, already_taken, refused, throttled, account_fault, out_of_credits, not_taken, uncertain.</param>
    public void Attempted(int templateNumber, int urgency, string urgencyClass, string outcome, TimeSpan took)
    {
        var number = templateNumber.ToString(CultureInfo.InvariantCulture);
        _template.Add(1, new KeyValuePair<string, object?>("template", number));
        _priority.Add(1, new KeyValuePair<string, object?>("priority", urgency.ToString(CultureInfo.InvariantCulture)));
        _attempts.Add(1, new("template", number), new("class", urgencyClass), new("outcome", outcome));
        _provider.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        if (outcome is not ("accepted" or "already_taken")) _fails.Add(1);
    }

    public void Sent(string urgencyClass, TimeSpan inQueue)
    {
        _sent.Add(1);
        _inQueue.Record(Math.Max(0, inQueue.TotalSeconds), new KeyValuePair<string, object?>("class", urgencyClass));
        Settled("sent", urgencyClass);
    }

    /// <summary>A mail was sent before its deadline.</summary>
    /// <param name="classWhenAsked">How urgent it was when it was asked for: the one class that it keeps.</param>
    public void DeadlineMet(string classWhenAsked) => _deadlines.Add(1, new("class", classWhenAsked), new("outcome", "on_time"));

    /// <summary>A deadline passed before the mail was sent; one that was over when the mail was asked for was nobody's to meet.</summary>
    /// <param name="asked">Null when nobody knows; it counts as missed.</param>
    public void DeadlineMissed(DateTimeOffset? asked, DateTimeOffset deadline) => _deadlines.Add(
        1, new("class", UrgencyClass.Of(deadline, asked ?? deadline)), new("outcome", asked >= deadline ? "asked_late" : "missed"));

    /// <param name="outcome">read, unknown, account_fault.</param>
    public void CreditsRead(string outcome)
    {
        _readings.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        LastReadingSucceeded = outcome == "read";
    }

    /// <summary>Null before the first reading.</summary>
    public bool? LastReadingSucceeded { get; private set; }

    /// <param name="outcome">sent, expired, superseded, cancel, parked, duplicate.</param>
    public void Settled(string outcome, string urgencyClass) => _settled.Add(1, new("outcome", outcome), new("class", urgencyClass));

    /// <param name="result">done, retries, continued, interrupted, credits_unknown, provider, paused.</param>
    public void RunEnded(string run, string result, TimeSpan took)
    {
        _runs.Add(1, new("run", run), new("result", result));
        _runSeconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("run", run));
    }

    /// <summary>A gauge that reads the whole value each time; null leaves it out, because unknown is not zero.</summary>
    public void Gauge(string name, string description, Func<double?> read) => _meter.CreateObservableGauge(
        name, () => read() is { } value ? [new Measurement<double>(value)] : Array.Empty<Measurement<double>>(), description: description);

    /// <inheritdoc cref="Gauge(string, string, Func{double?})"/>
    public void Gauge(string name, string description, string label, Func<IEnumerable<KeyValuePair<string, double>>> read) =>
        _meter.CreateObservableGauge(
            name, () => read().Select(pair => new Measurement<double>(pair.Value, new KeyValuePair<string, object?>(label, pair.Key))),
            description: description);

    private void StartAtZero()
    {
        foreach (var template in MailTemplate.Names.Keys.Select(number => number.ToString(CultureInfo.InvariantCulture)))
        {
            _template.Add(0, new KeyValuePair<string, object?>("template", template));
            foreach (var (urgencyClass, outcome) in Pairs(UrgencyClass.All, AttemptOutcomes))
                _attempts.Add(0, new("template", template), new("class", urgencyClass), new("outcome", outcome));
        }

        _sent.Add(0);
        _fails.Add(0);
        foreach (var (urgencyClass, outcome) in Pairs(UrgencyClass.All, SettledOutcomes))
            _settled.Add(0, new("outcome", outcome), new("class", urgencyClass));
        foreach (var (urgencyClass, outcome) in Pairs(UrgencyClass.All, DeadlineOutcomes))
            _deadlines.Add(0, new("class", urgencyClass), new("outcome", outcome));
        foreach (var (run, result) in Pairs(Runs, RunResults)) _runs.Add(0, new("run", run), new("result", result));
        foreach (var outcome in Readings) _readings.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
    }

    private static IEnumerable<(string One, string Other)> Pairs(IEnumerable<string> some, string[] others) =>
        some.SelectMany(one => others.Select(other => (one, other)));

    private Histogram<double> Histogram(string name, string description, params double[] buckets) => _meter.CreateHistogram(
        name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
