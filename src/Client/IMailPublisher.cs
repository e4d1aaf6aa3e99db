using MailDispatcher.Contracts;

namespace MailDispatcher.Client;

/// <summary>
/// Publishes mail requests. <see cref="MailPublisher"/> does it; a test takes <see cref="Testing.FakeMailPublisher"/>.
/// </summary>
public interface IMailPublisher
{
    /// <inheritdoc cref="MailPublisher.PublishAsync"/>
    Task<Guid> PublishAsync(MailRequest request, CancellationToken cancellationToken = default);
}
