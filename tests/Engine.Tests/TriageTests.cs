using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

public sealed class TriageTests
{
    private static readonly DecodedMail.Unreadable Unreadable = new("body: not valid JSON");

    [Fact]
    public void Mail_NeverSeen_Waits() => Assert.IsType<TriageResult.Wait>(Judge(Valid(1)));

    [Fact]
    public void Mail_AtItsDeadline_Expires() => Assert.IsType<TriageResult.Expire>(Judge(Valid(0)));

    [Fact]
    public void Mail_UncertainAndPastItsDeadline_WaitsToBeClearedUp() =>
        Assert.IsType<TriageResult.Wait>(Judge(Valid(-1), Attempted()));

    [Fact]
    public void Mail_Unreadable_IsParkedWithTheReason() =>
        Assert.Equal(new TriageResult.Park("body: not valid JSON"), Judge(Unreadable));

    [Fact]
    public void Mail_SettledBefore_IsDropped() =>
        Assert.IsType<TriageResult.Drop>(Judge(Valid(1), Attempted(), Accepted()));

    [Fact]
    public void Mail_ParkedBeforeAndUnreadable_IsDroppedAndNotParkedTwice() =>
        Assert.IsType<TriageResult.Drop>(Judge(Unreadable, Parked()));

    [Fact]
    public void Mail_SentBackFromItsLastParking_IsReleased() =>
        Assert.IsType<TriageResult.Release>(
            Judge(Valid(1), 2, Parked(1), Retried(1), Released(1), Parked(2), Retried(2))
        );

    [Fact]
    public void Mail_ThatSaysItWasSentBackAndWasNot_IsUndecided() =>
        Assert.IsType<TriageResult.Undecided>(Judge(Valid(1), 1, Parked(1)));

    [Fact]
    public void Mail_SentBackFromAnEarlierParking_IsDropped() =>
        Assert.IsType<TriageResult.Drop>(Judge(Valid(1), 1, Parked(1), Released(1), Parked(2)));

    [Fact]
    public void Mail_SentBackUnreadable_IsParkedAgain() =>
        Assert.IsType<TriageResult.Park>(Judge(Unreadable, 1, Parked(1), Retried(1)));

    [Fact]
    public void Mail_SentBackAfterItWasSent_IsDropped() =>
        Assert.IsType<TriageResult.Drop>(Judge(Valid(1), 1, Parked(1), Released(1), Attempted(), Accepted()));

    [Fact]
    public void Cancel_WithoutADeadline_Waits() =>
        Assert.IsType<TriageResult.Wait>(Judge(new DecodedMail.Valid(Request(-1) with { Cancel = true, Topic = "t" })));

    private static TriageResult Judge(DecodedMail decoded, params JournalEvent[] entries) =>
        Judge(decoded, null, entries);

    private static TriageResult Judge(DecodedMail decoded, int? released, params JournalEvent[] entries) =>
        Triage.Judge(decoded, Memory(entries).Find(Mail), released, Now);

    private static DecodedMail.Valid Valid(int hours) => new(Request(hours));

    private static MailRequest Request(int hours) =>
        new()
        {
            Template = 7,
            Recipient = new Recipient("Ana", "ana@example.com"),
            Mentoring = new MentoringParams
            {
                MentorName = "Ana",
                MentoredName = "Bia",
                MentoringStart = Now.AddHours(hours),
            },
        };
}
