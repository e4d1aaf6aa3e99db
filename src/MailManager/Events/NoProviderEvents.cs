namespace MailDispatcher.MailManager.Events;

/// <summary>Of a provider that tells nothing of mails once it has taken them.</summary>
internal sealed class NoProviderEvents : IProviderEvents
{
    private const string Why = "an SMTP relay tells nothing of mails that it took";

    public int MostRows => 1;

    public Task<EventPage> ReadAsync(DateOnly from, DateOnly until, int offset, CancellationToken cancellationToken) =>
        Task.FromResult<EventPage>(new EventPage.Unknown(Why, null));

    public Task<BlockedPage> ReadBlockedAsync(int offset, CancellationToken cancellationToken) =>
        Task.FromResult<BlockedPage>(new BlockedPage.Unknown(Why, null));

    // It never refused to.
    public Task<string?> UnblockAsync(string address, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public Task<(IReadOnlyList<Webhook>? Webhooks, string? Problem)> ListWebhooksAsync(
        CancellationToken cancellationToken
    ) => Task.FromResult<(IReadOnlyList<Webhook>?, string?)>((null, Why));

    public Task<string?> SaveWebhookAsync(long? id, Uri url, string token, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(Why);

    public Task<string?> RemoveWebhookAsync(long id, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(Why);
}
