using MailDispatcher.Core.Provider;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>
/// The rules of time: when a mail is tried again, and what is done about one that may have been taken.
/// </summary>
public sealed class RetryRulesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void Retry_OfEachAttempt_DoublesUpToAnHour(int attempts, double minutes) =>
        Assert.Equal(Monday.AddMinutes(minutes), RetryTimes.Next(attempts, Monday, Monday.AddDays(9), chance: 0.5));

    [Theory]
    [InlineData(0, 48)]
    [InlineData(1, 72)]
    public void Retry_ByChance_IsSpreadByAFifth(double chance, int seconds) =>
        Assert.Equal(Monday.AddSeconds(seconds), RetryTimes.Next(1, Monday, Monday.AddDays(9), chance));

    [Fact]
    public void Retry_BeyondTheDeadline_ComesAMinuteBeforeIt() =>
        Assert.Equal(Monday.AddMinutes(9), RetryTimes.Next(7, Monday, Monday.AddMinutes(10), chance: 0.5));

    [Fact]
    public void Retry_WithLessThanAMinuteLeft_IsLeftToExpire() =>
        Assert.True(RetryTimes.Next(1, Monday, Monday.AddSeconds(30), chance: 0.5) > Monday.AddSeconds(30));

    [Theory]
    [InlineData(0, true, UncertainStep.Wait)]
    [InlineData(39, true, UncertainStep.Wait)]
    [InlineData(40, true, UncertainStep.Repeat)]
    [InlineData(40, false, UncertainStep.Wait)]
    [InlineData(599, true, UncertainStep.Repeat)]
    [InlineData(600, true, UncertainStep.Ask)]
    [InlineData(600, false, UncertainStep.Ask)]
    [InlineData(100_000, true, UncertainStep.Ask)]
    public void Uncertain_AfterSeconds_IsRepeatedWhileTheKeyHoldsAndAskedAfterwards(
        int seconds,
        bool maySend,
        UncertainStep step
    ) =>
        Assert.Equal(
            step,
            UncertainRule.Next(
                ProviderTerms.Brevo,
                TimeSpan.FromSeconds(seconds),
                TimeSpan.FromSeconds(seconds),
                maySend
            )
        );

    [Fact]
    public void Uncertain_JustRepeated_Waits() =>
        Assert.Equal(
            UncertainStep.Wait,
            UncertainRule.Next(ProviderTerms.Brevo, TimeSpan.FromHours(1), TimeSpan.FromSeconds(39), maySend: true)
        );

    [Theory]
    [InlineData(39, UncertainStep.Wait)]
    [InlineData(40, UncertainStep.GiveUp)]
    [InlineData(100_000, UncertainStep.GiveUp)]
    public void Uncertain_WithoutKeyOrLog_IsLeftToAPerson(int seconds, UncertainStep step)
    {
        var terms = new ProviderTerms
        {
            Kind = ProviderKind.Smtp,
            KeyHolds = TimeSpan.Zero,
            LogLags = null,
        };
        var since = TimeSpan.FromSeconds(seconds);
        Assert.Equal(step, UncertainRule.Next(terms, since, since, maySend: true));
        Assert.False(UncertainRule.SilenceProves(terms, since));
    }

    [Theory]
    [InlineData(0, UncertainStep.Wait)]
    [InlineData(899, UncertainStep.Wait)]
    [InlineData(900, UncertainStep.GiveUp)]
    public void Uncertain_WithAnotherProviderThanIsSet_IsNeitherRepeatedNorAsked(int seconds, UncertainStep step) =>
        Assert.Equal(step, UncertainRule.NextElsewhere(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(14.9, false)]
    [InlineData(15, true)]
    public void Silence_OfTheEventLog_ProvesOnlyAfterItsLag(double minutes, bool proves) =>
        Assert.Equal(proves, UncertainRule.SilenceProves(ProviderTerms.Brevo, TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void Retry_WithJustAMinuteLeft_IsLeftToExpireToo() =>
        Assert.Equal(Monday.AddMinutes(1), RetryTimes.Next(1, Monday, Monday.AddMinutes(1), chance: 0.5));

    [Fact]
    public void Retry_OfARun_KnowsNoDeadline() =>
        Assert.Equal(Monday.AddMinutes(60), RetryTimes.Next(7, Monday, chance: 0.5));
}
