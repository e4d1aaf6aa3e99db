namespace MailDispatcher.Consumer.Settings;

/// <summary>
/// Where the broker is, and as whom we speak to it. A password can stand in a file, away from the address.
/// </summary>
internal static class BrokerSettings
{
    private const string AddressName = "QUEUE_SERVICE_URL";
    private const string PasswordName = "Queue__PasswordFile";

    /// <returns>The address with the password in it; null when there is none that can be used.</returns>
    public static Uri? Read(SettingsReader reader)
    {
        var url = reader.Secret(
            [AddressName, "RABBITMQ_URL"],
            "The broker: amqp://user:password@host:port/vhost, or amqps://. The first one set counts."
        );
        var password = reader.SecretFile(PasswordName, "queue-password", "the password of the broker's account");
        if (url is null)
        {
            reader.Problem($"{AddressName}: set it to the broker, amqp://user:password@host:port/vhost.");
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var broker) || broker.Scheme is not ("amqp" or "amqps"))
        {
            reader.Problem($"{AddressName}: not a broker's address; write amqp://user:password@host:port/vhost.");
            return null;
        }

        if (password is null)
            return broker;
        if (broker.UserInfo.Length > 0)
            return new UriBuilder(broker) { Password = Uri.EscapeDataString(password) }.Uri;
        reader.Problem($"{AddressName}: name the user whose password the file holds, as amqp://user@host.");
        return null;
    }
}
