using MailDispatcher.Core.Journal;

namespace MailDispatcher.Web.View;

/// <summary>What a search found.</summary>
/// <param name="Mails">Newest first, at most <see cref="MailQuery.Most"/>.</param>
/// <param name="Unknown">What could not be looked through, so that none found is not none; null when all was.</param>
public sealed record MailsFound(IReadOnlyList<MailHit> Mails, string? Unknown = null)
{
    /// <summary>
    /// How many there are in each state; of a recipient's also those that are too many to be listed.
    /// </summary>
    public IReadOnlyDictionary<MailStatus, int> Counts { get; init; } =
        Mails.CountBy(mail => mail.State).ToDictionary();
}
