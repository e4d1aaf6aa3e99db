using System.Security.Cryptography;
using System.Text;

namespace MailDispatcher.Web.View;

/// <summary>Parked mails of one cause, reason and template: those that one hand can mend.</summary>
/// <param name="Cause">As parked: <c>unreadable</c>, or the provider's code.</param>
/// <param name="Template">Its name; null when it can't be read.</param>
/// <param name="Count">Mails; also what retrying them all would cost in credits.</param>
/// <param name="OldestDeadline">The soonest deadline among them; null when none can be read.</param>
/// <param name="Mails">Those of the group, soonest deadline first.</param>
public sealed record ParkedGroup(
    string Cause,
    string Reason,
    string? Template,
    int Count,
    DateTimeOffset? OldestDeadline,
    IReadOnlyList<ParkedRow> Mails
)
{
    private const int KeyLength = 16;

    /// <summary>For links and forms: the same for the same cause, reason and template.</summary>
    public string Key { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Cause}\n{Reason}\n{Template}")))[
            ..KeyLength
        ];

    /// <summary>False for what could not be read: sent back as it is, it would only be parked again.</summary>
    public bool CanBeRetried => Mails.Any(mail => mail.IsReadable);
}
