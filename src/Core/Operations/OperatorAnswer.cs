namespace MailDispatcher.Core.Operations;

/// <summary>What became of a person's wish. Closed.</summary>
public abstract record OperatorAnswer
{
    private OperatorAnswer() { }

    /// <summary>It is done and stands in the journal.</summary>
    /// <param name="Words">What was done, where that is not clear from what was asked; else null.</param>
    public sealed record Done(string? Words = null) : OperatorAnswer;

    /// <param name="Reason">In words, with what to do instead.</param>
    public sealed record Refused(string Reason) : OperatorAnswer;
}
