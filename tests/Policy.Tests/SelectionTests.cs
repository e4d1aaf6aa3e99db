using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class SelectionTests
{
    [Fact]
    public void Take_MoreThanCredits_StopsAtThem()
    {
        var (picks, mails) = (new Selection(credits: 2), Mails(4, At(20)));

        picks.Take([mails[3], mails[3], mails[1], mails[0]]);
        picks.Take([mails[2]]);

        Assert.Equal(0, picks.Left);
        Assert.Equal([false, true, false, true], mails.Select(picks.Has));
        Assert.Equal([mails[1], mails[3]], picks.MostUrgentFirst());
    }

    [Fact]
    public void Take_WithoutCredits_TakesNothing()
    {
        var picks = new Selection(credits: 0);

        picks.Take(Mails(1, At(20)));

        Assert.Equal(0, picks.Left);
        Assert.Empty(picks.MostUrgentFirst());
    }

    [Fact]
    public void Take_OfAMailThatCostsMoreThanIsLeft_PassesItOver()
    {
        var (picks, mails) = (new Selection(credits: 5), Mails(4, At(20)));
        WaitingMail[] dear = [mails[0] with { Credits = 3 }, mails[1] with { Credits = 3 }, mails[2], mails[3]];
        picks.Take(dear, most: 4);
        Assert.Equal([dear[0], dear[2]], picks.MostUrgentFirst());
        Assert.Equal((1, 2), (picks.Left, picks.Count));
    }
}
