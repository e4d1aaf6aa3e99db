using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;
using Prometheus;

namespace MailDispatcher.Consumer.Metrics;

/// <summary>
/// The one owner of the metrics: a method for each event, a gauge for each whole value. No label ever holds an address.
/// Label values: template = number; priority = urgency 1..200; class = urgent, soon, later; run = hourly, end_of_day,
/// tick, manual; outcome and result as their methods say. A set of labels that is known beforehand starts at 0, so that
/// its first event is a rise.
/// </summary>
internal sealed partial class DispatcherMetrics : IDispatchMetrics
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
    private readonly Counter _returned;
    private readonly Counter _reports;
    private readonly Counter _deliveries;
    private readonly Counter _webhooks;
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
        _returned = _metrics.CreateCounter(
            "maildispatcher_outcomes_returned_total",
            "Outcomes that the broker gave back because no app listens; one stands for all of its kind at that time."
        );
        _reports = _metrics.CreateCounter(
            "maildispatcher_provider_events_total",
            "What the provider told of mails that it took, each kind once for a mail.",
            "event"
        );
        _deliveries = _metrics.CreateCounter(
            "maildispatcher_deliveries_total",
            "Mails that the provider says it delivered, by whether before their deadline.",
            "outcome"
        );
        _webhooks = _metrics.CreateCounter(
            "maildispatcher_webhook_answers_total",
            "Posts of the provider by what they were answered.",
            "status"
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
        _unsafePublishes = CountUnsafePublishes();
        StartAtZero();
    }

    /// <inheritdoc/>
    public void Attempted(
        int templateNumber,
        int urgency,
        UrgencyClass urgencyClass,
        SendOutcomeKind outcome,
        TimeSpan took
    )
    {
        var number = templateNumber.ToString(CultureInfo.InvariantCulture);
        _template.WithLabels(number).Inc();
        _priority.WithLabels(urgency.ToString(CultureInfo.InvariantCulture)).Inc();
        _attempts.WithLabels(number, EnumName.Of(urgencyClass), EnumName.Of(outcome)).Inc();
        _provider.WithLabels(EnumName.Of(outcome)).Observe(took.TotalSeconds);
        if (outcome is not (SendOutcomeKind.Accepted or SendOutcomeKind.AlreadyTaken))
            _fails.Inc();
    }

    /// <inheritdoc/>
    public void Sent(UrgencyClass urgencyClass, TimeSpan inQueue)
    {
        _sent.Inc();
        _inQueue.WithLabels(EnumName.Of(urgencyClass)).Observe(Math.Max(0, inQueue.TotalSeconds));
        Settled(Settlement.Sent, urgencyClass);
    }

    /// <inheritdoc/>
    public void DeadlineMet(UrgencyClass classWhenAsked) =>
        _deadlines.WithLabels(EnumName.Of(classWhenAsked), "on_time").Inc();

    /// <inheritdoc/>
    public void DeadlineMissed(DateTimeOffset? asked, DateTimeOffset deadline) =>
        _deadlines
            .WithLabels(
                EnumName.Of(UrgencyClasses.Of(deadline, asked ?? deadline)),
                asked >= deadline ? "asked_late" : "missed"
            )
            .Inc();

    /// <inheritdoc/>
    public void Settled(Settlement settlement, UrgencyClass urgencyClass) =>
        _settled.WithLabels(EnumName.Of(settlement), EnumName.Of(urgencyClass)).Inc();

    /// <inheritdoc/>
    public void Duplicate() => _settled.WithLabels(MetricLabels.Duplicate, EnumName.Of(UrgencyClass.Later)).Inc();

    /// <inheritdoc/>
    public void RunEnded(RunKind run, RunEnding result, TimeSpan took)
    {
        _runs.WithLabels(EnumName.Of(run), EnumName.Of(result)).Inc();
        _runSeconds.WithLabels(EnumName.Of(run)).Observe(took.TotalSeconds);
    }

    private void StartAtZero()
    {
        foreach (
            var template in MailTemplate.Names.Keys.Select(number => number.ToString(CultureInfo.InvariantCulture))
        )
        {
            _template.WithLabels(template);
            foreach (var (urgencyClass, outcome) in Pairs(Classes, EnumName.All<SendOutcomeKind>()))
                _attempts.WithLabels(template, urgencyClass, outcome);
        }

        foreach (var (urgencyClass, outcome) in Pairs(Classes, MetricLabels.SettledOutcomes))
            _settled.WithLabels(outcome, urgencyClass);
        foreach (var (urgencyClass, outcome) in Pairs(Classes, MetricLabels.DeadlineOutcomes))
            _deadlines.WithLabels(urgencyClass, outcome);
        foreach (var (run, result) in Pairs(EnumName.All<RunKind>(), EnumName.All<RunEnding>()))
            _runs.WithLabels(run, result);
        foreach (var report in EnumName.All<ProviderEventKind>())
            _reports.WithLabels(report);
        foreach (var outcome in MetricLabels.Deliveries)
            _deliveries.WithLabels(outcome);
        foreach (var outcome in MetricLabels.Readings)
            _readings.WithLabels(outcome);
    }

    private static IReadOnlyList<string> Classes => EnumName.All<UrgencyClass>();

    private static IEnumerable<(string One, string Other)> Pairs(
        IEnumerable<string> some,
        IReadOnlyList<string> others
    ) => some.SelectMany(one => others.Select(other => (one, other)));

    private Histogram Histogram(string name, string description, string label, params double[] buckets) =>
        _metrics.CreateHistogram(name, description, [label], new HistogramConfiguration { Buckets = buckets });
}
