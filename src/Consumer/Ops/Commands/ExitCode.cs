namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It ran and found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>It could not run: wrong settings or arguments, no broker.</summary>
    public const int Usage = 2;
}
