namespace MailDispatcher.Engine;

/// <summary>
/// The moments between which a promise hangs on what is already stored: where a death is worth a test.
/// </summary>
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
    DiscardJournalled,
    WithdrawalJournalled,
}
