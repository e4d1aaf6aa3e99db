using MailDispatcher.Broker.Journal;
using MailDispatcher.Consumer.Ops.View;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Page.Tests;

/// <summary>What is told of one mail, where the journal and the queue disagree.</summary>
public sealed class MailViewsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Mail = new("93c7d365-9d6a-8460-a947-7407f858c7a4");

    [Fact]
    public void Mail_ThatNoQueueHolds_IsMissingAndDoesNotWaitForARun()
    {
        var view = Of(new HashSet<Guid> { Mail });
        Assert.Equal(MailStatus.Missing, view.State);
        Assert.Contains("no queue holds it", view.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mail_ThatAQueueHoldsAsFarAsIsKnown_Waits(bool isCompared) =>
        Assert.Equal(MailStatus.Pending, Of(isCompared ? new HashSet<Guid>() : null).State);

    [Theory]
    [InlineData(MailStatus.SoftBounced)]
    [InlineData(MailStatus.HardBounced)]
    [InlineData(MailStatus.Blocked)]
    [InlineData(MailStatus.Failed)]
    [InlineData(MailStatus.Complained)]
    [InlineData(MailStatus.Expired)]
    [InlineData(MailStatus.Missing)]
    public void Mail_ThatReachedNobody_IsNotShownAsGood(MailStatus status) =>
        Assert.Equal(
            HealthLevel.Bad,
            Web.Page.Mails.MailStanding.Level(Given.Mail(1) with { State = status, Misses = null })
        );

    private static Web.View.MailView Of(IReadOnlySet<Guid>? missing)
    {
        var asked = new JournalEvent.Requested
        {
            At = Now,
            Mail = Mail,
            Arrived = Now,
            Deadline = Now.AddHours(5),
            Template = MailTemplate.NotSelected,
        };
        var projection = new Projection(TimeZoneInfo.Utc, new ValueTable(), countsSends: false);
        projection.Apply(asked);
        return MailViews.Of(
            Mail,
            candidate: null,
            projection.Find(Mail),
            row: null,
            new MailTimeline([asked], IsWhole: true),
            missing,
            new TimeFormat(TimeZoneInfo.Utc, Now)
        );
    }
}
