namespace MailDispatcher.Client;

/// <summary>
/// Addresses of brokers as a setting writes them: one, or several with commas between, tried in their order.
/// </summary>
public static class BrokerAddresses
{
    public const string HowToWrite = "amqp://user:password@host:port/vhost";

    /// <summary>Null when one of them is none of a broker, or there is none at all.</summary>
    public static IReadOnlyList<Uri>? Parse(string? setting)
    {
        var addresses = new List<Uri>();
        foreach (
            var part in (setting ?? "").Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (
                !Uri.TryCreate(part, UriKind.Absolute, out var address)
                || address.Scheme is not ("amqp" or "amqps")
                || address.Host.Length == 0
            )
                return null;
            addresses.Add(address);
        }

        return addresses.Count > 0 ? addresses : null;
    }
}
