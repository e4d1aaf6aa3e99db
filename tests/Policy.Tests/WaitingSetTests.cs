using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class WaitingSetTests
{
    [Fact]
    public void Add_TheSameMailTwice_HoldsItOnce()
    {
        var (set, ready, putOff) = (new WaitingSet(Utc), Mail(1, At(20)), Mail(2, At(20), notBefore: At(10)));

        foreach (var mail in new[] { ready, ready, putOff, putOff })
            set.Add(mail);

        Assert.Equal(2, set.Count);
        Assert.Equal([ready, putOff], set);
    }

    [Fact]
    public void Remove_AnEqualMailThatIsAnother_LeavesIt()
    {
        var (set, mail) = (new WaitingSet(Utc), Mail(1, At(20)));
        set.Add(mail);
        set.Remove(mail with { });
        set.Remove(Mail(2, At(20), notBefore: At(10)));
        Assert.Equal([mail], set);

        set.Remove(mail);
        set.Remove(mail);
        Assert.Empty(set);
        Assert.Equal((0, 0), (set.Count, set.Ready.Count));
    }

    [Fact]
    public void Cheapest_AfterTheCheapestIsGone_IsTheNextOne()
    {
        var (set, mails) = (
            new WaitingSet(Utc),
            new[] { Mail(1, At(20), 5.3), Mail(2, At(20), 5.2), Mail(3, At(20), 5.4) }
        );
        foreach (var mail in mails)
            set.Add(mail);
        var bucket = Assert.Single(set.Ready);
        Assert.Equal(5.2, bucket.Cheapest);

        set.Remove(mails[2]);
        Assert.Equal(5.2, bucket.Cheapest);
        set.Remove(mails[1]);
        Assert.Equal(5.3, bucket.Cheapest);
        set.Add(Mail(4, At(20), 5.15));
        Assert.Equal(5.15, bucket.Cheapest);
    }

    [Fact]
    public void Ready_MailsOfOtherDaysOrLevels_StandOnShelvesOfTheirOwn()
    {
        var set = new WaitingSet(new CreditDay(TimeZoneInfo.FindSystemTimeZoneById("America/Recife")));
        foreach (var mail in new[] { Mail(1, At(27)), Mail(2, At(27.1)), Mail(3, At(10)), Mail(4, At(10), value: 9) })
            set.Add(mail);

        // Midnight in Recife is at three: a mail due then can go until the day before.
        var monday = DateOnly.FromDateTime(Monday.Date).DayNumber;
        Assert.Equal([(monday, 2), (monday + 1, 1), (monday, 1)], set.Ready.Select(s => (s.LastDay, s.Mails.Count)));
    }

    [Fact]
    public void Count_FollowsWhatWasPutOff()
    {
        var (set, putOff) = (new WaitingSet(Utc), Mail(1, At(20), notBefore: At(10)));
        set.Add(putOff);
        set.Add(Mail(2, At(20)));
        Assert.Equal(2, set.Count);

        set.Remove(putOff);
        set.Remove(putOff);

        Assert.Equal((1, 1), (set.Count, set.ToArray().Length));
    }

    [Fact]
    public void Cheapest_OfSeveralThatRemain_IsTheLeast()
    {
        var (set, mails) = (
            new WaitingSet(Utc),
            new[] { Mail(1, At(20), 5.1), Mail(2, At(20), 5.2), Mail(3, At(20), 5.3) }
        );
        foreach (var mail in mails)
            set.Add(mail);

        set.Remove(mails[0]);

        Assert.Equal(5.2, Assert.Single(set.Ready).Cheapest);
    }
}
