namespace MailDispatcher.Core.Operations;

/// <summary>Where the dispatcher is on its way to work.</summary>
public enum DispatcherPhase
{
    /// <summary>The broker is away, or refuses us.</summary>
    Connecting,

    /// <summary>Another dispatcher is active; this one follows the journal and takes over when that one ends.</summary>
    Standby,

    /// <summary>The lock is ours; the journal is read to its end.</summary>
    Replaying,

    /// <summary>At work.</summary>
    Leading,

    /// <summary>Finishing what is in hand.</summary>
    Stopping,
}
