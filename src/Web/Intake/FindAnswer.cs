namespace MailDispatcher.Web.Intake;

/// <summary>What is known of an app's mail. Closed.</summary>
public abstract record FindAnswer
{
    private FindAnswer() { }

    public sealed record Found(IntakeMail Mail) : FindAnswer;

    /// <summary>There is none of this app's.</summary>
    public sealed record Unknown : FindAnswer;

    /// <summary>The broker can't be asked now.</summary>
    public sealed record Away : FindAnswer;
}
