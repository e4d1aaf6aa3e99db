namespace MailDispatcher.Engine;

/// <summary>Where a mail in hand is on its way.</summary>
internal enum PendingMailState
{
    /// <summary>It may be chosen.</summary>
    Ready,

    /// <summary>An attempt is with the provider.</summary>
    Attempting,

    /// <summary>Its event is asked for in the provider's log.</summary>
    Asking,

    /// <summary>On its way to the parked queue.</summary>
    Parking,

    /// <summary>Given back to the queue, which will push it again.</summary>
    Returning,

    /// <summary>To be moved to a queue for later days.</summary>
    Leaving,

    /// <summary>
    /// Published to a queue for later days, and not confirmed yet: where that queue is being read, it may come again
    /// before its confirm.
    /// </summary>
    Moving,

    /// <summary>Settled; its message is about to leave the queue.</summary>
    Settled,
}
