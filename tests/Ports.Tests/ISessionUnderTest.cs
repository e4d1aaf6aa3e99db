using MailDispatcher.Core.Ports;

namespace MailDispatcher.Ports.Tests;

/// <summary>One session with the ports.</summary>
public interface ISessionUnderTest : IAsyncDisposable
{
    IPendingQueue Pending { get; }

    IParkedQueue Parked { get; }

    IJournal Journal { get; }

    /// <summary>Ends it, as a lost connection would.</summary>
    Task EndAsync();
}
