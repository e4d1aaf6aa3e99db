namespace MailDispatcher.Web.Intake;

/// <summary>What became of a request over HTTP. Closed.</summary>
public abstract record SubmitAnswer
{
    private SubmitAnswer() { }

    /// <summary>The broker has confirmed it.</summary>
    public sealed record Taken(Guid Id) : SubmitAnswer;

    /// <summary>Another request that says something else has this id.</summary>
    public sealed record Conflict : SubmitAnswer;

    /// <summary>The broker did not confirm it; asking again under the same id does no harm.</summary>
    public sealed record Away(Guid Id) : SubmitAnswer;
}
