using MailDispatcher.Core.Policy;

namespace MailDispatcher.Policy.Tests;

/// <summary>A warning stays until the mail is decided, or until a miss has become unlikely.</summary>
public sealed class WarnedMailsTests
{
    private readonly WarnedMails _warned = new();

    [Fact]
    public void Warning_AtHalfAndHalf_IsNotTakenBack()
    {
        Assert.False(Misses(Goes(0.4)));
        Assert.True(Misses(Missing(0.6)));
        Assert.True(Misses(Goes(0.4)));
        Assert.True(Misses(Goes(WarnedMails.Unlikely)));
    }

    [Fact]
    public void Warning_ThatBecameUnlikely_IsTakenBackAndForgotten()
    {
        Assert.True(Misses(Missing(0.6)));
        Assert.False(Misses(Goes(0.19)));
        Assert.False(Misses(Goes(0.4)));
    }

    [Fact]
    public void Warning_ThatStays_TellsTheChanceAndCountsAsAMiss()
    {
        _warned.Keep(ForecastOf(Missing(0.6)));
        var forecast = _warned.Keep(ForecastOf(Goes(0.37)));
        var miss = Assert.IsType<MailForecast.Misses>(Assert.Single(forecast.Mails));
        Assert.Equal(("may miss: it does in 37 % of what is likely to come", 0.37), (miss.Why, miss.MissChance));
        Assert.Equal(1, forecast.Misses);
    }

    [Fact]
    public void Warning_OfAnEarlierDispatcher_IsKeptLikeAnOwnOne()
    {
        Assert.False(Misses(Goes(0.4)));
        _warned.Remember([Mail().Id]);
        Assert.True(Misses(Goes(0.4)));
        Assert.False(Misses(Goes(0.1)));
    }

    private bool Misses(MailForecast mail) => _warned.Keep(ForecastOf(mail)).Misses == 1;

    private static MailForecast.Goes Goes(double chance) => new(Mail(), Given.At(1)) { MissChance = chance };

    private static MailForecast.Misses Missing(double chance) => new(Mail(), "will miss") { MissChance = chance };

    private static WaitingMail Mail() => new(new Guid(1, 0, 0, new byte[8]), Given.At(0), Given.At(10), 11, 10);

    private static Forecast ForecastOf(MailForecast mail) =>
        new()
        {
            MadeAt = Given.At(0),
            Mails = [mail],
            CreditsMissing = 0,
            BeyondHelp = 0,
            ChanceThatTodaySuffices = null,
        };
}
