using MailDispatcher.Core.Journal;

namespace MailDispatcher.Ports.Tests;

/// <summary>Queues and journal that outlive the sessions with them.</summary>
public interface IBrokerUnderTest : IAsyncDisposable
{
    /// <summary>Stores a message in the pending queue.</summary>
    Task PublishAsync(string body, byte level = 1, string? messageId = null);

    Task<ISessionUnderTest> OpenAsync();

    /// <summary>All that stands in the journal, oldest first.</summary>
    Task<IReadOnlyList<JournalEvent>> ReadJournalAsync();

    /// <summary>Body and note of each parked message, oldest first.</summary>
    Task<IReadOnlyList<(string Body, string Cause, string Reason, int Number)>> ReadParkedAsync();
}
