using System.Net;
using MailDispatcher.Contracts;
using MailDispatcher.MailManager.Smtp;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>How mail leaves over SMTP, where it does.</summary>
internal static class SmtpSettings
{
    /// <returns>Of no use after a problem.</returns>
    public static SmtpOptions Read(SettingsReader reader, CallSettings calls)
    {
        var host = reader.Text("Smtp__Host", "", "a host's name or address", "The relay that takes mail over SMTP.");
        if (host.Length == 0)
            reader.Problem("Smtp__Host: not set; name the relay, as smtp.example.com.");
        var port = reader.Whole("Smtp__Port", 587, 1, 65_535, "port", "The relay's port.");
        var tls = reader.Choice(
            "Smtp__Tls",
            SmtpTls.StartTls,
            "How the way to the relay is encrypted: from STARTTLS on (ports 587, 25), from the first byte (465), or "
                + "not at all, which only a relay on this machine may be."
        );
        if (tls == SmtpTls.None && !IsHere(host))
            reader.Problem("Smtp__Tls: None would show mail to anyone on the way; it is for a relay on this machine.");
        var account = Account(reader);
        var sender = new Recipient(
            reader.Text("Smtp__SenderName", "", "a name", "The name beside the sender's address.")
                is { Length: > 0 } name
                ? name
                : null,
            reader.Text(
                "Smtp__Sender",
                "",
                "a mail address",
                "From whom mail comes, where its request names nobody else; what can't be delivered goes back there."
            )
        );
        // Who may be asked for may send.
        if (MailRequestRules.FirstProblem(new MailRequest { Cancel = true, Recipient = sender }) is { } problem)
            reader.Problem(
                $"Smtp__Sender, Smtp__SenderName: {problem.Replace("recipient.", "", StringComparison.Ordinal)}."
            );
        var templates = reader.Text(
            "Smtp__Templates",
            "",
            "a folder",
            "Folder of the templates: N/subject.liquid, N/text.liquid and, if wanted, N/html.liquid."
        );
        if (!Directory.Exists(templates))
            reader.Problem("Smtp__Templates: no such folder; name the one that holds the templates.");
        var connections = reader.Whole(
            "Smtp__Connections",
            4,
            1,
            64,
            "connections",
            "The most connections to the relay at once, and so the most mails."
        );
        return new SmtpOptions
        {
            Host = host,
            Port = port,
            Tls = tls,
            Account = account,
            Sender = sender,
            Templates = templates,
            Connections = connections,
            Timeout = calls.Timeout,
            Zone = calls.Zone,
            Numbers = calls.Templates,
        };
    }

    private static (string User, string Password)? Account(SettingsReader reader)
    {
        var user = reader.Text(
            "Smtp__User",
            "",
            "a name",
            "The account at the relay; empty for one that asks for none."
        );
        var password = reader
            .SecretOrFile(
                "Smtp__Password",
                "The account's password.",
                "Smtp__PasswordFile",
                "smtp-password",
                "that password"
            )
            ?.Value;
        if (user.Length > 0 != password is not null)
            reader.Problem("Smtp__User: it and Smtp__Password (or Smtp__PasswordFile) are needed together.");
        return user.Length > 0 && password is not null ? (user, password) : null;
    }

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
