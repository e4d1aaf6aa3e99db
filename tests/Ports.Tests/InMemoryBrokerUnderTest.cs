using System.Text;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.InMemory;

namespace MailDispatcher.Ports.Tests;

/// <summary>The ports in memory, which Engine.Tests run on.</summary>
public sealed class InMemoryBrokerUnderTest : IBrokerUnderTest
{
    private readonly InMemoryBroker _broker = new();

    public Task PublishAsync(string body, byte level = 1, string? messageId = null)
    {
        _broker.Publish(Encoding.UTF8.GetBytes(body), level, messageId);
        return Task.CompletedTask;
    }

    public Task<ISessionUnderTest> OpenAsync() => Task.FromResult<ISessionUnderTest>(new Session(_broker));

    public Task<IReadOnlyList<JournalEvent>> ReadJournalAsync() => Task.FromResult(_broker.Journal);

    public Task<IReadOnlyList<(string Body, string Cause, string Reason, int Number)>> ReadParkedAsync() =>
        Task.FromResult<IReadOnlyList<(string, string, string, int)>>([
            .. _broker.Parked.Select(p =>
                (Encoding.UTF8.GetString(p.Delivery.Body.Span), p.Note.Cause, p.Note.Reason, p.Note.Number)
            ),
        ]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Session(InMemoryBroker broker) : ISessionUnderTest
    {
        private readonly InMemorySession _session = new(broker);

        public IPendingQueue Pending => _session;

        public IParkedQueue Parked => _session;

        public IJournal Journal => _session;

        public Task EndAsync()
        {
            _session.End();
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _session.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
