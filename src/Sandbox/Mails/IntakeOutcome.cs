namespace MailDispatcher.Sandbox.Mails;

/// <summary>What became of a valid request. Closed.</summary>
internal abstract record IntakeOutcome
{
    private IntakeOutcome() { }

    public sealed record Taken(IReadOnlyList<AcceptedMail> Mails) : IntakeOutcome;

    public sealed record KeyInUse : IntakeOutcome;

    public sealed record NotEnoughCredits : IntakeOutcome;
}
