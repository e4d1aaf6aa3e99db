namespace MailDispatcher.Core.Journal;

/// <summary>How a run ended.</summary>
public enum RunEnding
{
    /// <summary>Carried out in full.</summary>
    Done,

    /// <summary>Carried out, but for mails that are tried again later.</summary>
    Retries,

    /// <summary>Cut into pieces, and the next one goes on with it: only dispatchers before 1.1 wrote it.</summary>
    Continued,

    /// <summary>The process stopped; whoever starts next goes on with it.</summary>
    Interrupted,

    /// <summary>Nothing is sent on a guess; it goes on once the credits are known.</summary>
    CreditsUnknown,

    /// <summary>The provider cut it short.</summary>
    Provider,

    /// <summary>Dispatching is paused.</summary>
    Paused,
}
