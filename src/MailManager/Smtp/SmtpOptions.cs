using System.Collections.Frozen;
using MailDispatcher.Contracts;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>How the relay is reached, and from whom mail comes. <see cref="ToString"/> shows no secret.</summary>
public sealed record SmtpOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required SmtpTls Tls { get; init; }

    /// <summary>Null: the relay asks for none.</summary>
    public (string User, string Password)? Account { get; init; }

    /// <summary>Who stands as sender in each mail, and gets what comes back.</summary>
    public required Recipient Sender { get; init; }

    /// <summary>The folder of the templates' files.</summary>
    public required string Templates { get; init; }

    /// <summary>The most connections at once.</summary>
    public required int Connections { get; init; }

    /// <summary>How long one mail may take, from connecting to the last answer; in real time.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The zone in which dates and hours stand in the mails.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Template number of a mail request to the folder's, where the two differ.</summary>
    public required FrozenDictionary<int, long> Numbers { get; init; }

    /// <summary>The folder's number of a template.</summary>
    public long Number(int template) => Numbers.TryGetValue(template, out var id) ? id : template;

    public override string ToString() => $"{Host}:{Port}";
}
