using System.Net;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Where the daemon answers for people and machines.</summary>
public sealed record OpsSettings
{
    private const int ShortestToken = 16;

    public required IPAddress Listen { get; init; }

    public required int Port { get; init; }

    /// <summary>Lets a person act on the page and read it from elsewhere; null: nobody may.</summary>
    public string? Token { get; init; }

    internal static OpsSettings Read(SettingsReader reader) => new()
    {
        Token = ReadToken(reader),
        Listen = IPAddress.Parse(reader.Text(
            "Ops__Listen", "127.0.0.1", "an IP address", "Address of the page and the metrics; 0.0.0.0 inside a container.", a => IPAddress.TryParse(a, out _))),
        Port = reader.Whole("Ops__Port", 5000, 0, 65_535, "port", "Port of the page and the metrics; 0 takes a free one."),
    };

    private static string? ReadToken(SettingsReader reader)
    {
        var given = reader.Secret(["Ops__Token"], "Needed to act on the page (pause, resume, run now, parked mail), and to read it from another machine.");
        var token = given ?? reader.SecretFile("Ops__TokenFile", "ops-token", "that token");
        if (token?.Length < ShortestToken) reader.Problem($"Ops__Token: give at least {ShortestToken} characters, say from 'openssl rand -hex 24'.");
        return token;
    }
}
