namespace MailDispatcher.Core.Provider;

/// <summary>
/// The mail provider as the dispatcher sees it. Every answer is a value; only cancellation is an exception.
/// </summary>
public interface IMailProvider
{
    /// <summary>What it lets anyone know of a mail whose outcome is not known. Never changes.</summary>
    ProviderTerms Terms { get; }

    /// <summary>
    /// One attempt at one mail, which may have been accepted even when no answer came. It does not retry what may have
    /// been accepted.
    /// </summary>
    Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>The credits left. The provider allows 100 readings an hour.</summary>
    Task<CreditsReading> ReadCreditsAsync(CancellationToken cancellationToken);

    /// <summary>Asks the provider's event log whether a mail with this id had been accepted since an instant.</summary>
    Task<EventLogAnswer> FindAsync(Guid mailId, DateTimeOffset since, CancellationToken cancellationToken);
}
