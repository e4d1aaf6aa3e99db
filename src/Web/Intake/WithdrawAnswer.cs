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

    /// <summary>The provider may have it just now: nothing was done, and asking again will tell.</summary>
    public sealed record Undecided : WithdrawAnswer;

    /// <summary>The cancel request is confirmed; its outcome will tell.</summary>
    public sealed record Asked(Guid Cancel) : WithdrawAnswer;

    /// <summary>It waits, and only the leader can withdraw it; or it is parked, for a person to decide on.</summary>
    public sealed record Elsewhere : WithdrawAnswer;

    public sealed record Unknown : WithdrawAnswer;

    /// <summary>The broker can't be had now.</summary>
    public sealed record Away : WithdrawAnswer;
}
