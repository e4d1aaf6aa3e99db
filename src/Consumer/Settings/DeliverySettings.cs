using System.Net;
using MailDispatcher.Core.Suppression;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>How we hear what became of mails that the provider took, and what is learned from it.</summary>
internal sealed record DeliverySettings
{
    private const int ShortestToken = 16;

    /// <summary>Where the provider posts events; null: nowhere.</summary>
    public int? WebhookPort { get; init; }

    public required IPAddress WebhookListen { get; init; }

    /// <summary>What it shows; not empty with a port.</summary>
    public string WebhookToken { get; init; } = "";

    /// <summary>From which it may come; none: from any.</summary>
    public IReadOnlyList<IPNetwork> WebhookNetworks { get; init; } = [];

    /// <summary>The address that the provider is told; null where none is set.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>How often the provider's event log is read; null: never.</summary>
    public TimeSpan? PollEvery { get; init; }

    /// <summary>False where the provider tells nothing of mails that it took.</summary>
    public bool ReadsProvider { get; init; } = true;

    public required AddressKeys Addresses { get; init; }

    /// <summary>Templates whose mail is tried at any address.</summary>
    public IReadOnlySet<int> AlwaysTried { get; init; } = new HashSet<int>();

    internal static DeliverySettings Read(SettingsReader reader)
    {
        var port = reader.Whole(
            "Webhooks__Port",
            0,
            0,
            65_535,
            "port",
            "Port of its own on which the provider may post what became of mails; 0: none."
        );
        var listen = reader.Address(
            "Webhooks__Listen",
            "127.0.0.1",
            "Address of that port; 0.0.0.0 inside a container."
        );
        var token = ReadToken(reader);
        if (port > 0 && token is null)
            reader.Problem("Webhooks__Token: needed with Webhooks__Port, or anybody could tell us of bounces.");
        var poll = reader.Whole(
            "Events__PollSeconds",
            900,
            0,
            86_400,
            "seconds",
            "How often the provider's event log is read for what no webhook told; 0: never."
        );
        return new DeliverySettings
        {
            WebhookPort = port == 0 ? null : port,
            WebhookListen = listen,
            WebhookToken = token ?? "",
            WebhookNetworks =
            [
                .. reader
                    .Words(
                        "Webhooks__Networks",
                        "networks with commas between them, as 1.179.112.0/20",
                        "From which the provider may post; empty: from any. Behind a proxy it is the proxy's address "
                            + "that counts.",
                        word => IPNetwork.TryParse(word, out _)
                    )
                    .Where(word => IPNetwork.TryParse(word, out _))
                    .Select(word => IPNetwork.Parse(word)),
            ],
            WebhookUrl = ReadUrl(reader),
            PollEvery = poll == 0 ? null : TimeSpan.FromSeconds(poll),
            Addresses = ReadKeys(reader),
            AlwaysTried = reader
                .Templates("Suppression__Except", "Templates whose mail is tried at any address and costs its credit.")
                .ToHashSet(),
        };
    }

    private static string? ReadToken(SettingsReader reader)
    {
        var token = reader
            .SecretOrFile(
                "Webhooks__Token",
                "What the provider must show to post events: as a bearer token, as a password, or in the header "
                    + "X-Webhook-Token.",
                "Webhooks__TokenFile",
                "webhooks-token",
                "that token"
            )
            ?.Value;
        if (token?.Length < ShortestToken)
            reader.Problem(
                $"Webhooks__Token: give at least {ShortestToken} characters, say from 'openssl rand -hex 24'."
            );
        return token;
    }

    private static Uri? ReadUrl(SettingsReader reader)
    {
        var text = reader.Text(
            "Webhooks__Url",
            "",
            "an address, https or http",
            "The public address of that port, which 'consumer webhooks install' tells the provider.",
            given => given.Length == 0 || IsAddress(given)
        );
        return text.Length > 0 && IsAddress(text) ? new Uri(text) : null;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http";

    private static AddressKeys ReadKeys(SettingsReader reader)
    {
        var key = reader
            .SecretOrFile(
                "Suppression__Key",
                "Key of the hashes by which unreachable addresses are known again, so that mail to them costs no "
                    + "credit. Without one, none is.",
                "Suppression__KeyFile",
                "suppression-key",
                "that key"
            )
            ?.Value;
        var former = reader.Secret(
            ["Suppression__FormerKey"],
            "The key before it: what was hashed with it is still found."
        );
        foreach (var (name, value) in new[] { ("Suppression__Key", key), ("Suppression__FormerKey", former) })
            if (value?.Length < AddressKeys.ShortestSecret)
                reader.Problem(
                    $"{name}: give at least {AddressKeys.ShortestSecret} characters, say from 'openssl rand -hex 24'."
                );
        if (key is null && former is not null)
            reader.Problem("Suppression__FormerKey: it needs Suppression__Key beside it.");
        return new AddressKeys(new[] { key, former }.OfType<string>());
    }
}
