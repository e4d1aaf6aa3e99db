namespace MailDispatcher.Settings;

/// <summary>
/// Where the broker is, and as whom we speak to it. A password can stand in a file, away from the address.
/// </summary>
public static class BrokerSettings
{
    public const string AddressName = "QUEUE_SERVICE_URL";
    private const string PasswordName = "Queue__PasswordFile";

    /// <param name="parse">The addresses in a text; none or null when it holds none that can be used.</param>
    /// <returns>The addresses with the password in them; empty when there is none that can be used.</returns>
    public static IReadOnlyList<Uri> Read(SettingsReader reader, Func<string, IReadOnlyList<Uri>?> parse)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(parse);
        var text = reader.Secret(
            [AddressName, "RABBITMQ_URL"],
            "The broker: amqp://user:password@host:port/vhost, or amqps://; the nodes of a cluster with commas "
                + "between, tried in their order. The first one set counts."
        );
        var password = reader.SecretFile(PasswordName, "queue-password", "the password of the broker's account");
        if (text is null)
        {
            reader.Problem($"{AddressName}: set it to the broker, amqp://user:password@host:port/vhost.");
            return [];
        }

        if (parse(text) is not { Count: > 0 } brokers)
        {
            reader.Problem($"{AddressName}: not a broker's address; write amqp://user:password@host:port/vhost.");
            return [];
        }

        if (
            brokers
                .Select(broker => (broker.Scheme, broker.UserInfo, broker.AbsolutePath.TrimEnd('/')))
                .Distinct()
                .Count() > 1
        )
        {
            // A node reached without TLS would hear the password in the clear; another virtual host has other mail.
            reader.Problem(
                $"{AddressName}: the nodes of one cluster differ in host and port only; give all the same scheme, "
                    + "user, password and virtual host."
            );
            return [];
        }

        if (password is null)
            return brokers;
        if (brokers.All(broker => broker.UserInfo.Length > 0))
            return
            [
                .. brokers.Select(broker => new UriBuilder(broker) { Password = Uri.EscapeDataString(password) }.Uri),
            ];
        reader.Problem($"{AddressName}: name the user whose password the file holds, as amqp://user@host.");
        return [];
    }
}
