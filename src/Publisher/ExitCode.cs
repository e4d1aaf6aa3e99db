namespace MailDispatcher.Publisher;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    /// <summary>Everything was published and confirmed.</summary>
    public const int Done = 0;

    /// <summary>At least one line was refused; the others are published.</summary>
    public const int LinesRefused = 1;

    /// <summary>Wrong arguments or settings, an unreadable file, or the broker did not take everything.</summary>
    public const int Failed = 2;

    /// <summary>Ended by SIGINT or SIGTERM, as shells tell it.</summary>
    public const int Interrupted = 130;
}
