namespace MailDispatcher.Consumer.Settings;

/// <summary>Where the broker is, and as whom we speak to it. A password can stand in a file, away from the address.</summary>
internal static class BrokerSettings
{
    private const string AddressName = "QUEUE_SERVICE_URL";
    private const string PasswordName = "Queue__PasswordFile";

    /// <summary>systemd's credential that counts when no file is named (systemd.exec(5)).</summary>
    private const string CredentialName = "queue-password";

    /// <returns>The address with the password in it; null when there is none that can be used.</returns>
    public static Uri? Read(SettingsReader reader, IConfiguration configuration)
    {
        var url = reader.Secret([AddressName, "RABBITMQ_URL"], "The broker: amqp://user:password@host:port/vhost, or amqps://. The first one set counts.");
        var file = reader.Text(PasswordName, "", "a path", $"File that holds the password of the broker's account. Without it, systemd's credential {CredentialName} counts, if there is one.");
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

        if (file.Length == 0 && configuration["CREDENTIALS_DIRECTORY"] is { Length: > 0 } credentials
            && Path.Combine(credentials, CredentialName) is var credential && File.Exists(credential))
        {
            file = credential;
        }

        return file.Length == 0 ? broker : WithPassword(reader, broker, file);
    }

    private static Uri? WithPassword(SettingsReader reader, Uri broker, string file)
    {
        if (broker.UserInfo.Length == 0)
        {
            reader.Problem($"{AddressName}: name the user whose password {file} holds, as amqp://user@host.");
            return null;
        }

        try
        {
            if (File.ReadAllText(file).Trim() is { Length: > 0 } password)
                return new UriBuilder(broker) { Password = Uri.EscapeDataString(password) }.Uri;
            reader.Problem($"{PasswordName}: the file {file} is empty; it should hold the password of the broker's account.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            reader.Problem($"{PasswordName}: can't read the file {file} ({e.GetType().Name}); make it readable for this user, or name another.");
        }

        return null;
    }
}
