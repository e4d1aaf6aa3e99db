namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It ran and found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>It could not run: wrong settings or arguments, no broker.</summary>
    public const int Usage = 2;

    /// <summary>Told to stop by SIGTERM, it did not end in time: 128 and the signal's number.</summary>
    public const int Terminated = 128 + 15;
}
