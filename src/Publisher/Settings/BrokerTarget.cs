using MailDispatcher.Client;

namespace MailDispatcher.Publisher.Settings;

/// <summary>Where mail goes.</summary>
/// <param name="RequestZone">The zone of times in a file that have none; null refuses them.</param>
/// <param name="Warnings">Variables that look like settings and are none, each a sentence.</param>
internal sealed record BrokerTarget(
    MailPublisherOptions Options,
    TimeZoneInfo? RequestZone,
    IReadOnlyList<string> Warnings
);
