using MailDispatcher.Core.Journal;

namespace MailDispatcher.Core.Ports;

/// <summary>The record of what happened, in order.</summary>
public interface IJournal
{
    /// <summary>
    /// Stores events together, in one record; returns once they are stored, in the order of the calls.
    /// </summary>
    /// <exception cref="SessionLostException">They are not known to be stored. Whoever depends on them must
    /// stop.</exception>
    Task AppendAsync(IReadOnlyList<JournalEvent> events);
}
