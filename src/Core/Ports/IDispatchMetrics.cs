using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Core.Ports;

/// <summary>What the dispatcher counts: a method for each fact. No label ever holds an address.</summary>
public interface IDispatchMetrics
{
    /// <summary>The provider was called.</summary>
    /// <param name="urgency">1 to 200.</param>
    void Attempted(int templateNumber, int urgency, UrgencyClass urgencyClass, SendOutcomeKind outcome, TimeSpan took);

    /// <summary>The provider has a mail; it counts as settled too.</summary>
    void Sent(UrgencyClass urgencyClass, TimeSpan inQueue);

    /// <summary>A mail was sent before its deadline.</summary>
    /// <param name="classWhenAsked">How urgent it was when it was asked for: the one class that it keeps.</param>
    void DeadlineMet(UrgencyClass classWhenAsked);

    /// <summary>
    /// A deadline passed before the mail was sent; one that was over when the mail was asked for was nobody's to meet.
    /// </summary>
    /// <param name="asked">Null when nobody knows; it counts as missed.</param>
    void DeadlineMissed(DateTimeOffset? asked, DateTimeOffset deadline);

    /// <summary>The provider was asked for the credits.</summary>
    void CreditsRead(CreditsReading reading);

    /// <summary>
    /// A message came that was published in a way that can lose or mix up mail; after a restart some count again.
    /// </summary>
    void UnsafePublish(PublishFault fault);

    /// <summary>A mail left the pending queue, other than by being sent.</summary>
    void Settled(Settlement settlement, UrgencyClass urgencyClass);

    /// <summary>A further copy of a mail left the pending queue.</summary>
    void Duplicate();

    /// <summary>The provider told what became of a mail that it took; each kind once for a mail.</summary>
    /// <param name="isOnTime">It happened before the mail's deadline.</param>
    void Reported(ProviderEventKind report, bool isOnTime);

    void RunEnded(RunKind run, RunEnding result, TimeSpan took);
}
