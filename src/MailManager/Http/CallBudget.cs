namespace MailDispatcher.MailManager.Http;

/// <summary>
/// Which of the provider's hourly budgets a reading draws on. Its limits per hour are for the whole account.
/// </summary>
internal enum CallBudget
{
    /// <summary>/account and /senders: 100 an hour together with everything outside /smtp.</summary>
    Account,

    /// <summary>/smtp/statistics/events and /smtp/templates: 300 an hour.</summary>
    Transactional,
}
