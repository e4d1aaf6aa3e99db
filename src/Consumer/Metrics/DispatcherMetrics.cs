using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using Prometheus;

namespace MailDispatcher.Consumer.Metrics;

/// <summary>
/// The one owner of the metrics: a method for each event, a gauge for each whole value. No label ever holds an address.
/// Label values: template = number; priority = urgency 1..200; class = urgent, soon, later; run = hourly, end_of_day,
/// tick, manual; outcome and result as their methods say. A set of labels that is known beforehand starts at 0, so that
/// its first event is a rise.
/// </summary>
public sealed class DispatcherMetrics : IDispatchMetrics
{
    private readonly CollectorRegistry _registry;
    private readonly MetricFactory _metrics;
    private readonly Counter _sent;
    private readonly Counter _fails;
    private readonly Counter _template;
    private readonly Counter _priority;
    private readonly Counter _attempts;
    private readonly Counter _settled;
    private readonly Counter _runs;
    private readonly Counter _deadlines;
    private readonly Counter _readings;
    private readonly Counter _told;
    private readonly Histogram _provider;
    private readonly Histogram _inQueue;
    private readonly Histogram _runSeconds;

    public DispatcherMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        _metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _sent = _metrics.CreateCounter("mails_sent_total", "Mails that the provider has accepted.");
        _fails = _metrics.CreateCounter(
            "mails_fails_total",
            "Attempts that the provider did not accept, or did not answer."
        );
        _template = _metrics.CreateCounter("payload_template_total", "Attempts by template.", "template");
        _priority = _metrics.CreateCounter("payload_priority_total", "Attempts by urgency (200 = today).", "priority");
        _attempts = _metrics.CreateCounter(
            "maildispatcher_attempts_total",
            "Calls of the provider by outcome.",
            "template",
            "class",
            "outcome"
        );
        _settled = _metrics.CreateCounter(
            "maildispatcher_settled_total",
            "Mails that left the pending queue, by how.",
            "outcome",
            "class"
        );
        _runs = _metrics.CreateCounter("maildispatcher_runs_total", "Runs by kind and result.", "run", "result");
        _deadlines = _metrics.CreateCounter(
            "maildispatcher_deadline_outcomes_total",
            "Mails by whether they were sent before their deadline; class as of when they were asked for.",
            "class",
            "outcome"
        );
        _readings = _metrics.CreateCounter(
            "maildispatcher_credit_readings_total",
            "Times the provider was asked for the credits, by outcome.",
            "outcome"
        );
        _told = _metrics.CreateCounter(
            "maildispatcher_outcomes_told_total",
            "Outcomes that apps were told, by outcome; after a restart some count again.",
            "outcome"
        );
        _provider = Histogram(
            "maildispatcher_provider_seconds",
            "How long the provider took to answer.",
            "outcome",
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30
        );
        _inQueue = Histogram(
            "maildispatcher_time_in_queue_seconds",
            "From publish to sent.",
            "class",
            1,
            2,
            5,
            60,
            600,
            3600,
            4 * 3600,
            12 * 3600,
            86400,
            3 * 86400,
            10 * 86400
        );
        _runSeconds = Histogram(
            "maildispatcher_run_seconds",
            "How long a run took.",
            "run",
            0.1,
            0.5,
            1,
            5,
            10,
            30,
            60,
            300,
            1800
        );
        StartAtZero();
    }

    /// <inheritdoc/>
    public void Attempted(int templateNumber, int urgency, string urgencyClass, string outcome, TimeSpan took)
    {
        var number = templateNumber.ToString(CultureInfo.InvariantCulture);
        _template.WithLabels(number).Inc();
        _priority.WithLabels(urgency.ToString(CultureInfo.InvariantCulture)).Inc();
        _attempts.WithLabels(number, urgencyClass, outcome).Inc();
        _provider.WithLabels(outcome).Observe(took.TotalSeconds);
        if (outcome is not ("accepted" or "already_taken"))
            _fails.Inc();
    }

    /// <inheritdoc/>
    public void Sent(string urgencyClass, TimeSpan inQueue)
    {
        _sent.Inc();
        _inQueue.WithLabels(urgencyClass).Observe(Math.Max(0, inQueue.TotalSeconds));
        Settled("sent", urgencyClass);
    }

    /// <inheritdoc/>
    public void DeadlineMet(string classWhenAsked) => _deadlines.WithLabels(classWhenAsked, "on_time").Inc();

    /// <inheritdoc/>
    public void DeadlineMissed(DateTimeOffset? asked, DateTimeOffset deadline) =>
        _deadlines
            .WithLabels(UrgencyClass.Of(deadline, asked ?? deadline), asked >= deadline ? "asked_late" : "missed")
            .Inc();

    /// <inheritdoc/>
    public void CreditsRead(string outcome)
    {
        _readings.WithLabels(outcome).Inc();
        LastReadingSucceeded = outcome == "read";
    }

    /// <summary>The broker has stored an outcome for whoever listens.</summary>
    public void OutcomeTold(MailOutcomeKind kind) => _told.WithLabels(MailOutcomeNames.Of(kind)).Inc();

    /// <summary>Null before the first reading.</summary>
    public bool? LastReadingSucceeded { get; private set; }

    /// <inheritdoc/>
    public void Settled(string outcome, string urgencyClass) => _settled.WithLabels(outcome, urgencyClass).Inc();

    /// <inheritdoc/>
    public void RunEnded(string run, string result, TimeSpan took)
    {
        _runs.WithLabels(run, result).Inc();
        _runSeconds.WithLabels(run).Observe(took.TotalSeconds);
    }

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

    private void StartAtZero()
    {
        foreach (
            var template in MailTemplate.Names.Keys.Select(number => number.ToString(CultureInfo.InvariantCulture))
        )
        {
            _template.WithLabels(template);
            foreach (var (urgencyClass, outcome) in Pairs(UrgencyClass.All, MetricLabels.AttemptOutcomes))
                _attempts.WithLabels(template, urgencyClass, outcome);
        }

        foreach (var (urgencyClass, outcome) in Pairs(UrgencyClass.All, MetricLabels.SettledOutcomes))
            _settled.WithLabels(outcome, urgencyClass);
        foreach (var (urgencyClass, outcome) in Pairs(UrgencyClass.All, MetricLabels.DeadlineOutcomes))
            _deadlines.WithLabels(urgencyClass, outcome);
        foreach (var (run, result) in Pairs(MetricLabels.Runs, MetricLabels.RunResults))
            _runs.WithLabels(run, result);
        foreach (var outcome in MetricLabels.Readings)
            _readings.WithLabels(outcome);
    }

    private static IEnumerable<(string One, string Other)> Pairs(IEnumerable<string> some, string[] others) =>
        some.SelectMany(one => others.Select(other => (one, other)));

    private Histogram Histogram(string name, string description, string label, params double[] buckets) =>
        _metrics.CreateHistogram(name, description, [label], new HistogramConfiguration { Buckets = buckets });
}
