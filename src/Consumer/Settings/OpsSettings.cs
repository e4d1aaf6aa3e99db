using System.Net;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Where the daemon answers for people and machines.</summary>
public sealed record OpsSettings
{
    public required IPAddress Listen { get; init; }

    public required int Port { get; init; }

    internal static OpsSettings Read(SettingsReader reader) => new()
    {
        Listen = IPAddress.Parse(reader.Text(
            "Ops__Listen", "127.0.0.1", "an IP address", "Address of the page and the metrics; 0.0.0.0 inside a container.", a => IPAddress.TryParse(a, out _))),
        Port = reader.Whole("Ops__Port", 5000, 0, 65_535, "port", "Port of the page and the metrics; 0 takes a free one."),
    };
}
