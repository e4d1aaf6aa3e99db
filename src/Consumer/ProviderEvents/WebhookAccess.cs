using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MailDispatcher.Consumer.ProviderEvents;

/// <summary>
/// Whether a call may come from the provider, which signs nothing: by the network, and by a token that it was given.
/// The time that a comparison takes tells nothing of how much was right. Safe for concurrent use.
/// </summary>
internal sealed class WebhookAccess(string token, IReadOnlyList<IPNetwork> networks)
{
    /// <summary>Where a header of its own is set at the provider.</summary>
    public const string Header = "X-Webhook-Token";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    // Of equal length whatever was shown.
    private readonly byte[] _expected = Hash(token);

    public bool IsFromAllowedNetwork(IPAddress? remote)
    {
        if (networks.Count == 0)
            return true;
        if (remote is null)
            return false;
        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        return networks.Any(network => network.Contains(address));
    }

    public bool ShowsToken(IHeaderDictionary headers)
    {
        var isRight = false;
        foreach (var shown in Shown(headers))
            isRight |= CryptographicOperations.FixedTimeEquals(_expected, Hash(shown));
        return isRight;
    }

    private static IEnumerable<string> Shown(IHeaderDictionary headers)
    {
        foreach (var value in headers[Header].OfType<string>())
            yield return value;
        foreach (var value in headers.Authorization.OfType<string>())
        {
            if (value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
                yield return value[Bearer.Length..].Trim();
            else if (value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
                yield return PasswordOf(value[Basic.Length..].Trim());
        }
    }

    // user:password of the webhook's address; the user may be anything.
    private static string PasswordOf(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
            return "";
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? text[(colon + 1)..] : "";
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
