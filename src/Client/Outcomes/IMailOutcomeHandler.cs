using MailDispatcher.Contracts;

namespace MailDispatcher.Client.Outcomes;

/// <summary>Hears what became of the app's mails.</summary>
public interface IMailOutcomeHandler
{
    /// <summary>
    /// Called at least once for each outcome: the same one has the same <see cref="MailOutcome.EventId"/>. An exception
    /// brings it again a little later.
    /// </summary>
    Task HandleAsync(MailOutcome outcome, CancellationToken cancellationToken);
}
