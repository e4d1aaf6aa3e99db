using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;

namespace MailDispatcher.Policy.Tests;

/// <summary>When parked mail is discarded by itself: never before a warning has stood for a day.</summary>
public sealed class ParkedRetentionTests
{
    private static readonly DateTimeOffset Parked = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ParkedRetention AWeek = new(TimeSpan.FromDays(7));

    [Fact]
    public void Mail_IsWarnedOfADayBefore_AndDiscardedAtItsAge()
    {
        Assert.True(AWeek.WarningAt(Parked.AddDays(6).AddMinutes(-1)).CountedUntil < Parked);
        var warning = AWeek.WarningAt(Parked.AddDays(6));
        Assert.Equal(Parked, warning.CountedUntil);
        Assert.Equal(Parked.AddDays(7), AWeek.DiscardAt(Parked, [warning]));
    }

    [Fact]
    public void OldMail_WhenTheSettingIsNew_StillGetsADay()
    {
        var now = Parked.AddDays(100);
        Assert.Null(AWeek.DiscardAt(Parked, []));
        Assert.Equal(now.AddDays(1), AWeek.DiscardAt(Parked, [AWeek.WarningAt(now)]));
    }

    [Fact]
    public void Mail_OfWhichNoWarningSpeaks_IsKept() =>
        Assert.Null(AWeek.DiscardAt(Parked.AddHours(1), [AWeek.WarningAt(Parked.AddDays(6))]));

    [Fact]
    public void Warning_GivenUnderAShorterTime_DiscardsNothingEarly()
    {
        var warning = new ParkedRetention(TimeSpan.FromDays(2)).WarningAt(Parked.AddDays(1));
        Assert.Equal(Parked.AddDays(7), AWeek.DiscardAt(Parked, [warning]));
        Assert.Null(new ParkedRetention(null).DiscardAt(Parked, [warning]));
    }

    [Theory]
    [InlineData(true, true, null, null)]
    [InlineData(false, false, null, null)]
    [InlineData(false, true, null, 0)]
    [InlineData(false, true, -5, 0)]
    [InlineData(false, true, 20, 20)]
    public void Time_CountsFromTheParkingOrTheDeadline_AndNeverForWhatMayBeSent(
        bool mayBeSent,
        bool isKnown,
        int? deadline,
        int? from
    ) =>
        Assert.Equal(
            from is { } days ? Parked.AddDays(days) : null,
            ParkedRetention.CountsFrom(
                mayBeSent,
                isKnown ? Parked : null,
                deadline is { } due ? Parked.AddDays(due) : null
            )
        );

    [Fact]
    public void Journal_RemembersTheWarningsThatStand_AndOfThePastTheLatest()
    {
        var projection = new Projection(TimeZoneInfo.Utc, new ValueTable());
        for (var hour = 0; hour < 48; hour++)
        {
            var warning = AWeek.WarningAt(Parked.AddHours(hour));
            projection.Apply(
                new JournalEvent.DiscardAnnounced
                {
                    At = Parked.AddHours(hour),
                    CountedUntil = warning.CountedUntil,
                    DiscardAt = warning.DiscardAt,
                    Count = 1,
                }
            );
        }

        var known = projection.Dispatcher.DiscardWarnings;
        // Of the 24 whose time has come by the last one, the latest.
        Assert.Equal(Enumerable.Range(23, 25).Select(hour => AWeek.WarningAt(Parked.AddHours(hour))), known);
    }
}
