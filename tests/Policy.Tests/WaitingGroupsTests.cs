using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class WaitingGroupsTests
{
    private static readonly Horizon Horizon = new(Utc, At(9), Periods.Days(3));

    [Fact]
    public void Groups_AreDearestFirst_ThenReady_ThenSooner()
    {
        var putOff = At(30);
        WaitingMail[] mails =
        [
            Mail(1, At(20), value: 1),
            Mail(2, At(60), value: 10),
            Mail(3, At(20), value: 10),
            Mail(4, At(40), value: 10),
            Mail(5, At(40), value: 10, notBefore: putOff),
            Mail(6, At(60), value: 10, notBefore: putOff),
            Mail(7, At(60), value: 10, notBefore: At(10)),
        ];

        var waiting = new WaitingGroups(mails, Horizon);

        Assert.Equal(
            [3, 4, 2, 5, 7, 6, 1],
            Enumerable
                .Range(0, waiting.Groups.Length)
                .Select(g => Assert.Single(waiting.Members(g)).Id.ToByteArray()[0])
        );
        Assert.Equal([0, 0, 0, 1, 0, 1, 0], waiting.Groups.Select(g => g.Release));
        Assert.Equal([true, true, true, false, false, false, true], waiting.Groups.Select(g => g.Ready));
        Assert.Equal([0, 1, 2, 1, 2, 2, 0], waiting.Groups.Select(g => g.Last));
    }

    [Fact]
    public void Best_OfMailsThatAGroupDoesNotTellApart_IsTheDearestThenTheSoonestThenTheOldest()
    {
        WaitingMail[] mails =
        [
            Mail(5, At(19), value: 5, arrived: At(1)),
            Mail(4, At(19), value: 5, arrived: At(1)),
            Mail(3, At(19), value: 5, arrived: At(0)),
            Mail(2, At(18), value: 5, arrived: At(2)),
            Mail(1, At(20), value: 5.05, arrived: At(3)),
            Mail(6, At(20), value: 5),
        ];

        var waiting = new WaitingGroups(mails, Horizon);

        Assert.Single(waiting.Groups);
        Assert.Equal([1, 2, 3, 4, 5], waiting.Best(0, 5).Select(m => (int)m.Id.ToByteArray()[0]));
        Assert.Equal(mails, waiting.Best(0, 6));
        Assert.Equal(5, waiting.Cheapest[0]);
    }

    [Fact]
    public void IndexOf_AMailThatIsLostOrWasNotThere_IsNone()
    {
        var (here, due, putOff) = (Mail(1, At(20)), Mail(2, At(9)), Mail(3, At(20), notBefore: At(20)));

        var waiting = new WaitingGroups([here, due, putOff], Horizon);

        Assert.Equal([0, -1, -1, -1], new[] { here, due, putOff, Mail(4, At(60)) }.Select(waiting.IndexOf));
        Assert.Equal([1], waiting.Counts);
    }

    [Fact]
    public void Cheapest_OfAGroupOfSeveralShelves_IsThatOfThemAll()
    {
        var set = new WaitingSet(Utc);
        foreach (var mail in new[] { Mail(1, At(60), 5.2), Mail(2, At(90), 5.1), Mail(3, At(120), 5.3) })
            set.Add(mail);

        var waiting = new WaitingGroups(set, Horizon);

        Assert.Equal([5.1], waiting.Cheapest);
        Assert.Equal([3], waiting.Counts);
    }
}
