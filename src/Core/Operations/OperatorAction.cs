namespace MailDispatcher.Core.Operations;

/// <summary>What a person can do to the dispatcher.</summary>
public enum OperatorAction
{
    Pause,
    Resume,

    /// <summary>A run at once, with the allowance of an hourly one.</summary>
    RunNow,

    /// <summary>Parked mail goes back to the pending queue.</summary>
    Retry,

    /// <summary>A parked mail goes back with another body.</summary>
    Mend,

    /// <summary>Parked mail is given up.</summary>
    Discard,

    /// <summary>Somebody showed wrong tokens.</summary>
    WrongToken,

    /// <summary>What a newer dispatcher wrote.</summary>
    Other,
}
