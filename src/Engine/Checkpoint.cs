namespace MailDispatcher.Engine;

/// <summary>The moments at which the crash tests end the process.</summary>
public enum Checkpoint
{
    Replaying,
    Taken,
    AskedJournalled,
    AttemptJournalled,
    ProviderAnswered,
    OutcomeJournalled,
    Acknowledged,
    ParkingStored,
    ParkingJournalled,
    RetryPublished,
}
