using MailDispatcher.Contracts;

namespace MailDispatcher.Web.Intake;

/// <summary>What came of withdrawing a mail. Closed.</summary>
public abstract record WithdrawAnswer
{
    private WithdrawAnswer() { }

    /// <summary>It will not be sent: it is settled.</summary>
    /// <param name="Outcome">Cancelled, or how it was settled before.</param>
    public sealed record Withdrawn(MailOutcomeKind Outcome) : WithdrawAnswer;

    /// <summary>The provider has it.</summary>
    public sealed record TooLate : WithdrawAnswer;

    /// <summary>The journal has the wish, and the leader withdraws it as soon as it may; its outcome tells.</summary>
    public sealed record Asked : WithdrawAnswer;

    /// <summary>
    /// It is parked for a person. The journal has the wish, so that it is not sent even if they send it back.
    /// </summary>
    public sealed record Parked : WithdrawAnswer;

    /// <summary>
    /// This instance leads, and did not answer in time: perhaps it is withdrawn. Asking again will tell.
    /// </summary>
    public sealed record NoAnswer : WithdrawAnswer;

    public sealed record Unknown : WithdrawAnswer;

    /// <summary>The broker can't be had now.</summary>
    public sealed record Away : WithdrawAnswer;
}
