using MailDispatcher.Core.Ports;
using static MailDispatcher.Engine.Tests.EngineUnderTest;

namespace MailDispatcher.Engine.Tests;

/// <summary>The mails in hand, found by id, topic, deadline and age.</summary>
public sealed class PendingMailsTests
{
    private readonly PendingMails _mails = new(new CreditDay(TimeZoneInfo.Utc), (_, notBefore) => notBefore);

    [Fact]
    public void Mail_IsFoundUntilItIsSettled()
    {
        var mail = Add(1, topic: "t");
        Assert.Equal((1, mail), (_mails.Count, _mails.Find(mail.Id)));
        Assert.Equal([mail], _mails.All);
        Assert.Equal([mail], _mails.OfTopic("t", "ana"));
        Assert.Empty(_mails.OfTopic("t", "bea"));
        _mails.Remove(mail);
        Assert.Equal((0, null, PendingMailState.Settled), (_mails.Count, _mails.Find(mail.Id), mail.State));
        Assert.Empty(_mails.OfTopic("t", "ana"));
    }

    [Fact]
    public void Topic_HoldsItsOtherMailsWhenOneIsSettled()
    {
        var first = Add(1, topic: "t");
        var second = Add(2, topic: "t");
        Assert.Equal([first, second], _mails.OfTopic("t", "ana"));
        _mails.Remove(first);
        Assert.Equal([second], _mails.OfTopic("t", "ana"));
    }

    [Fact]
    public void Policy_SeesWhatIsReadyAndNothingElse()
    {
        var mail = Add(1);
        Assert.Empty(_mails.Waiting);
        _mails.MakeReady(mail, null);
        Assert.Equal((1, PendingMailState.Ready), (_mails.Waiting.Count, mail.State));
        _mails.Busy(mail, PendingMailState.Attempting);
        Assert.Equal((0, PendingMailState.Attempting), (_mails.Waiting.Count, mail.State));
        _mails.MakeReady(mail, Start.AddHours(1));
        Assert.Equal((1, Start.AddHours(1)), (_mails.Waiting.Count, mail.Waiting.NotBefore));
        _mails.PutOff(mail, Start.AddHours(2));
        Assert.Equal((1, Start.AddHours(2)), (_mails.Waiting.Count, mail.Waiting.NotBefore));
        _mails.Remove(mail);
        Assert.Empty(_mails.Waiting);
    }

    [Fact]
    public void Cancel_HasNoDeadlineAndIsNothingToChoose()
    {
        var cancel = Add(1, cancel: true);
        _mails.MakeReady(cancel, null);
        Assert.Equal((0, null), (_mails.Waiting.Count, _mails.FirstDeadline));
    }

    [Fact]
    public void FirstDeadline_IsTheSoonestOfThoseThatAreNotSettled()
    {
        var late = Add(1, hours: 3);
        var soon = Add(2, hours: 1);
        Assert.Equal(soon.Deadline, _mails.FirstDeadline);
        _mails.Remove(soon);
        Assert.Equal(late.Deadline, _mails.FirstDeadline);
        _mails.Remove(late);
        Assert.Null(_mails.FirstDeadline);
    }

    [Fact]
    public void PastDeadline_AreThoseAtOrPastIt_EachOnce()
    {
        var first = Add(1, hours: 1);
        var second = Add(2, hours: 2);
        Add(3, hours: 3);
        Assert.Empty(_mails.PastDeadline(first.Deadline.AddTicks(-1)));
        Assert.Equal([first, second], _mails.PastDeadline(second.Deadline));
        Assert.Empty(_mails.PastDeadline(second.Deadline));
        _mails.CheckAgain(first, Start.AddHours(2.5));
        Assert.Equal([first], _mails.PastDeadline(Start.AddHours(2.5)));
    }

    [Fact]
    public void HeldTooLong_AreToldOnce_TheOldestFirst_AndSoMany()
    {
        PendingMail[] mails = [Add(1), Add(2), Add(3)];
        foreach (var mail in mails)
            _mails.MakeReady(mail, null);
        Assert.Empty(_mails.HeldLongerThan(TimeSpan.FromHours(1), 10));
        Assert.Equal(mails[..2], _mails.HeldLongerThan(TimeSpan.Zero, 2));
        Assert.Equal(mails[2..], _mails.HeldLongerThan(TimeSpan.Zero, 2));
        Assert.Empty(_mails.HeldLongerThan(TimeSpan.Zero, 2));
        _mails.Held(mails[1]);
        Assert.Equal([mails[1]], _mails.HeldLongerThan(TimeSpan.Zero, 2));
    }

    [Fact]
    public void HeldTooLong_IsNotWhatIsWithTheProviderOrSettled_ButLater()
    {
        PendingMail[] mails = [Add(1), Add(2), Add(3)];
        _mails.MakeReady(mails[0], null);
        _mails.Busy(mails[0], PendingMailState.Asking);
        _mails.MakeReady(mails[1], null);
        _mails.Remove(mails[1]);
        _mails.Busy(mails[2], PendingMailState.Attempting);
        Assert.Equal([mails[0]], _mails.HeldLongerThan(TimeSpan.FromTicks(1), 1));
        Assert.Empty(_mails.HeldLongerThan(TimeSpan.FromMilliseconds(1), 1));
    }

    private PendingMail Add(int number, double hours = 1, string? topic = null, bool cancel = false)
    {
        var request = Request(IdOf(number), Start.AddHours(hours), topic, cancel);
        var delivery = new Delivery { Tag = (ulong)number, Body = default };
        var mail = new PendingMail(IdOf(number), delivery, request, Start, 1) { Content = 1, RecipientKey = "ana" };
        _mails.Add(mail);
        return mail;
    }
}
