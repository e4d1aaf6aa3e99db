using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Consumer.Metrics;

/// <summary>
/// The values of labels that are no closed set of the core's; those of the sets are <see cref="EnumName"/>'s.
/// </summary>
internal static class MetricLabels
{
    public const string Duplicate = "duplicate";

    /// <summary>Discarded mail left the parked queue, not the pending one.</summary>
    public static readonly string[] SettledOutcomes =
    [
        .. EnumName.All<Settlement>().Except([EnumName.Of(Settlement.Discarded)]),
        Duplicate,
    ];

    public static readonly string[] DeadlineOutcomes = ["on_time", "missed", "asked_late"];

    public static readonly string[] Deliveries = ["on_time", "late"];

    public static readonly string[] Readings = ["read", "unknown", "account_fault"];
}
