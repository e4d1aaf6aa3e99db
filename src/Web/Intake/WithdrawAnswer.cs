namespace MailDispatcher.Web.Intake;

/// <summary>What came of withdrawing a mail. Closed.</summary>
public abstract record WithdrawAnswer
{
    private WithdrawAnswer() { }

    /// <summary>It will not be sent: it is settled, in the way that the word says.</summary>
    /// <param name="State">cancelled, or how it was settled before.</param>
    public sealed record Withdrawn(string State) : WithdrawAnswer;

    /// <summary>The provider has it.</summary>
    public sealed record TooLate : WithdrawAnswer;

    /// <summary>The cancel request is confirmed; its outcome will tell.</summary>
    public sealed record Asked(Guid Cancel) : WithdrawAnswer;

    /// <summary>This instance does not know to whom the mail goes, and so can't withdraw it.</summary>
    public sealed record Elsewhere : WithdrawAnswer;

    public sealed record Unknown : WithdrawAnswer;

    /// <summary>The broker can't be had now.</summary>
    public sealed record Away : WithdrawAnswer;
}
