using MailDispatcher.Consumer.Settings;

namespace MailDispatcher.Deploy.Tests;

/// <summary>The names of all settings that the daemon reads.</summary>
internal static class KnownSettings
{
    public static IReadOnlySet<string> Names { get; } =
        DaemonSettings.Describe().Select(setting => setting.Name).ToHashSet();
}
