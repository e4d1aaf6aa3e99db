using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Ports;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Engine;

/// <summary>What reaches the loop. Closed; everything that happens outside comes as one of these, in order.</summary>
internal abstract record LoopInput
{
    private LoopInput() { }

    /// <summary>The pending queue pushed a message.</summary>
    public sealed record Delivered(Delivery Delivery) : LoopInput;

    /// <summary>Somebody else appended to the journal.</summary>
    public sealed record Appended(JournalEvent Entry) : LoopInput;

    /// <summary>The provider answered an attempt, or did not.</summary>
    public sealed record Answered(PendingMail Mail, bool Repeated, SendOutcome Outcome, TimeSpan Took) : LoopInput;

    /// <summary>The provider told the credits, or did not.</summary>
    public sealed record CreditsTold(CreditsReading Reading) : LoopInput;

    /// <summary>The provider's event log told of a mail, or did not.</summary>
    public sealed record LogTold(PendingMail Mail, EventLogAnswer Answer, TimeSpan SinceLastAttempt) : LoopInput;

    /// <summary>A message is in the parked queue.</summary>
    public sealed record Stored(Parking Parking) : LoopInput;

    /// <summary>A message could not be parked.</summary>
    public sealed record NotStored(Parking Parking, string Reason) : LoopInput;

    /// <summary>Messages are in the queues for later days, and may leave where they came from.</summary>
    public sealed record Moved(IReadOnlyList<(PendingMail Mail, Delivery From)> Mails) : LoopInput;

    /// <summary>Somebody asks for a view, or for something to be done, on the loop.</summary>
    public sealed record Asked(Action<DispatchLoop> Work) : LoopInput;

    /// <summary>Something outside failed in a way that nobody foresaw: the session ends with it.</summary>
    public sealed record Broken(Exception Failure) : LoopInput;
}
