namespace MailDispatcher.Contracts;

/// <summary>What became of a body: a valid request, or the reason why it is none.</summary>
public abstract record DecodedMail
{
    private DecodedMail() { }

    public sealed record Valid(MailRequest Request) : DecodedMail;

    /// <param name="Reason">Names the field and the rule, never a value of the mail.</param>
    public sealed record Unreadable(string Reason) : DecodedMail;
}
