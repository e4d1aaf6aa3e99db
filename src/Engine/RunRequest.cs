namespace MailDispatcher.Engine;

/// <summary>
/// A run that is due, and what is already done of it: a run that was cut short goes on under the same request.
/// </summary>
public sealed class RunRequest(RunKind kind, DateTimeOffset dueAt, DateTimeOffset validUntil, int sent = 0)
{
    private int _sent = sent;

    public RunKind Kind { get; } = kind;

    public DateTimeOffset DueAt { get; private set; } = dueAt;

    /// <summary>After this the next run of the kind, or the next day's credits, take over.</summary>
    public DateTimeOffset ValidUntil { get; } = validUntil;

    /// <summary>
    /// Mails that this run has attempted so far, its earlier parts included; they count against its allowance.
    /// </summary>
    public int Sent => _sent;

    /// <summary>How often it was cut short.</summary>
    public int Interruptions { get; private set; }

    internal void CountSent() => Interlocked.Increment(ref _sent);

    /// <summary>Puts the rest of the run off.</summary>
    public void PutOff(DateTimeOffset until)
    {
        DueAt = until;
        Interruptions++;
    }
}
