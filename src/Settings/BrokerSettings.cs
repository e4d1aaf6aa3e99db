namespace MailDispatcher.Settings;

/// <summary>
/// Where the broker is, and as whom we speak to it. A password can stand in a file, away from the address.
/// </summary>
public static class BrokerSettings
{
    public const string AddressName = "QUEUE_SERVICE_URL";
    private const string PasswordName = "Queue__PasswordFile";
    private const string CertificateName = "Queue__CertificateFile";
    private const string KeyName = "Queue__KeyFile";

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

    /// <summary>The certificate that is shown to the broker, as files in PEM.</summary>
    /// <returns>Null when none is set, and after a problem. Without a file for the key, it stands in the
    /// certificate's.</returns>
    public static (string File, string? KeyFile)? ReadCertificate(SettingsReader reader, IReadOnlyList<Uri> brokers)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(brokers);
        var certificate = File(
            CertificateName,
            "Certificate (PEM) shown to the broker over amqps. Where the address names no user, it is the account."
        );
        var key = File(KeyName, "Its private key (PEM), where it is not in the same file.");
        if (certificate is null && key is not null)
            reader.Problem($"{KeyName}: it needs {CertificateName} beside it.");
        if (certificate is null)
            return null;
        if (brokers.All(broker => broker.Scheme == "amqps"))
            return (certificate, key);
        reader.Problem($"{CertificateName}: it is shown over TLS alone; write {AddressName} with amqps://.");
        return null;

        string? File(string name, string about)
        {
            var file = reader.Text(name, "", "a path", about);
            if (file.Length == 0)
                return null;
            if (System.IO.File.Exists(file))
                return file;
            reader.Problem($"{name}: there is no file {file} that this user may read.");
            return null;
        }
    }
}
