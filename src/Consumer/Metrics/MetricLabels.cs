namespace MailDispatcher.Consumer.Metrics;

/// <summary>
/// The values of labels that are known beforehand: each set starts at 0, so that its first event is a rise.
/// </summary>
internal static class MetricLabels
{
    public static readonly string[] AttemptOutcomes =
    [
        "accepted",
        "already_taken",
        "refused",
        "template_fault",
        "throttled",
        "account_fault",
        "out_of_credits",
        "not_taken",
        "uncertain",
    ];

    public static readonly string[] SettledOutcomes =
    [
        "sent",
        "expired",
        "superseded",
        "coalesced",
        "cancel",
        "parked",
        "duplicate",
    ];

    public static readonly string[] DeadlineOutcomes = ["on_time", "missed", "asked_late"];

    public static readonly string[] Runs = ["hourly", "end_of_day", "tick", "manual"];

    public static readonly string[] RunResults =
    [
        "done",
        "retries",
        "continued",
        "interrupted",
        "credits_unknown",
        "provider",
        "paused",
    ];

    public static readonly string[] Readings = ["read", "unknown", "account_fault"];
}
