namespace MailDispatcher.Core.Provider;

/// <summary>The cases of <see cref="SendOutcome"/>, by the names that metrics and journal give them.</summary>
public enum SendOutcomeKind
{
    Accepted,
    AlreadyTaken,
    Refused,
    TemplateFault,
    Throttled,
    AccountFault,
    OutOfCredits,
    NotTaken,
    Uncertain,
}
