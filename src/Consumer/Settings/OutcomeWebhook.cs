namespace MailDispatcher.Consumer.Settings;

/// <summary>An app that hears what became of its mails over HTTP.</summary>
/// <param name="Secret">The key of its signatures.</param>
internal sealed record OutcomeWebhook(string App, Uri Url, byte[] Secret)
{
    /// <summary>Holds no secret, unlike the address.</summary>
    public string Host => Url.IsDefaultPort ? Url.Host : $"{Url.Host}:{Url.Port}";
}
