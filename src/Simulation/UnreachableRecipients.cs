namespace MailDispatcher.Simulation;

/// <summary>Recipients whom no mail reaches: each one sent bounces, and its sender is told at once.</summary>
/// <param name="Recipients">As the trace names them.</param>
/// <param name="AreSuppressed">
/// True: from the first bounce on nothing is sent to a recipient, so that it costs no credit. False: each of their
/// mails costs its credit and bounces.
/// </param>
public sealed record UnreachableRecipients(IReadOnlySet<string> Recipients, bool AreSuppressed)
{
    /// <summary>All can be reached.</summary>
    public static UnreachableRecipients None { get; } = new(new HashSet<string>(), AreSuppressed: false);
}
