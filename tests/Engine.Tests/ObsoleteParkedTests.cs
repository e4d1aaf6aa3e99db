using MailDispatcher.Core.Journal;
using static MailDispatcher.Engine.Tests.Events;

namespace MailDispatcher.Engine.Tests;

/// <summary>Which parked mail a retry would not send, because a newer request stands.</summary>
public sealed class ObsoleteParkedTests
{
    private static readonly Contracts.MailRequest Parked = EngineUnderTest.Request(Mail, Now.AddDays(1), "t");

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    public void Parked_WithANewerRequestAboutItsTopic_IsObsolete(int minutes, bool isObsolete)
    {
        var obsolete = ObsoleteParked.Of(Mail, Parked, Memory(About(Mail, 0), About(IdOf(1), minutes)));
        Assert.Equal(isObsolete ? IdOf(1) : null, obsolete?.By);
        Assert.Equal(isObsolete ? Mail : null, obsolete?.Id);
    }

    [Fact]
    public void Parked_ThatIsItselfTheNewest_OrOfWhichNothingIsKnown_Stands()
    {
        Assert.Null(ObsoleteParked.Of(Mail, Parked, Memory(About(Mail, 0))));
        Assert.Null(ObsoleteParked.Of(Mail, Parked, Memory(About(IdOf(1), 1))));
        Assert.Null(ObsoleteParked.Of(Mail, Parked, Memory(Asked(Mail))));
        var newer = Memory(About(Mail, 0), About(IdOf(1), 1));
        Assert.Null(ObsoleteParked.Of(Mail, Parked with { Topic = null }, newer));
        Assert.Null(ObsoleteParked.Of(Mail, Parked with { Topic = "u" }, newer));
    }

    private static JournalEvent About(Guid mail, int minutes) =>
        Asked(mail) with
        {
            Topic = "t",
            Recipient = TopicRules.RecipientKey(Parked),
            Arrived = Now.AddMinutes(minutes),
        };
}
