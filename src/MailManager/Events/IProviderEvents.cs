namespace MailDispatcher.MailManager.Events;

/// <summary>
/// What the provider tells of the mails that it took, and how it is asked to tell. Every answer is a value; only
/// cancellation is an exception.
/// </summary>
public interface IProviderEvents
{
    /// <summary>The most rows of one reading.</summary>
    int MostRows { get; }

    /// <summary>Rows of the event log of some days, newest first. One of 300 such calls an hour.</summary>
    /// <param name="offset">Rows passed over.</param>
    Task<EventPage> ReadAsync(DateOnly from, DateOnly until, int offset, CancellationToken cancellationToken);

    /// <summary>Addresses to which the provider sends nothing, at most 100.</summary>
    /// <param name="offset">Addresses passed over.</param>
    Task<BlockedPage> ReadBlockedAsync(int offset, CancellationToken cancellationToken);

    /// <summary>Has the provider send to an address again.</summary>
    /// <returns>Why not; null when it will, or never refused to.</returns>
    Task<string?> UnblockAsync(string address, CancellationToken cancellationToken);

    /// <summary>The account's webhooks for mail.</summary>
    /// <returns>The webhooks, or why they are not known.</returns>
    Task<(IReadOnlyList<Webhook>? Webhooks, string? Problem)> ListWebhooksAsync(CancellationToken cancellationToken);

    /// <summary>Has events posted to an address, or mends how they are.</summary>
    /// <param name="id">The one that is changed; null makes one.</param>
    /// <param name="token">Sent along as a bearer token.</param>
    /// <returns>Why not; null when it is done.</returns>
    Task<string?> SaveWebhookAsync(long? id, Uri url, string token, CancellationToken cancellationToken);

    /// <returns>Why not; null when it is gone.</returns>
    Task<string?> RemoveWebhookAsync(long id, CancellationToken cancellationToken);
}
