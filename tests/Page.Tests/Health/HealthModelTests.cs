using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Operations;
using MailDispatcher.Core.Reports;

namespace MailDispatcher.Page.Tests.Health;

/// <summary>Nothing is vouched for that is not known, whatever is wrong and under both policies.</summary>
public sealed class HealthModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 14, 7, 30, TimeSpan.Zero);

    private static readonly TimeFormat Clock = new(TimeZoneInfo.Utc, Now);

    /// <summary>What can be wrong, by name: each on top of a state in which all is well.</summary>
    private static readonly Dictionary<string, Func<HealthReading, HealthReading>> Faults = new()
    {
        ["broker away"] = r =>
            r with
            {
                Phase = DispatcherPhase.Connecting,
                BrokerProblem = "Connection refused",
                ToldAt = null,
            },
        ["broker connecting"] = r => r with { Phase = DispatcherPhase.Connecting, ToldAt = null },
        ["broker blocked"] = r => r with { BrokerBlocked = "low on memory" },
        ["broker blocked on a standby"] = r =>
            r with
            {
                Phase = DispatcherPhase.Standby,
                BrokerBlocked = "low on memory",
                ToldAt = null,
            },
        ["standby"] = r => r with { Phase = DispatcherPhase.Standby, ToldAt = null },
        ["replaying"] = r => r with { Phase = DispatcherPhase.Replaying, ToldAt = null },
        ["provider reset one call"] = r => r with { Provider = Failing(TimeSpan.FromSeconds(5), 1) },
        ["provider down"] = r => r with { Provider = Failing(TimeSpan.FromMinutes(2), 3) },
        ["provider never asked"] = r => r with { Provider = new ProviderReading() },
        ["provider long not asked"] = r => r with { Provider = new ProviderReading { AnsweredAt = Now.AddHours(-4) } },
        ["account refused"] = r => r with { Provider = r.Provider with { AccountFault = "unauthorized" } },
        ["credits unknown"] = r => r with { CreditsProblem = "no answer within 20 s" },
        ["credits never read"] = r => r with { CreditsReadAt = null },
        ["credits old"] = r => r with { CreditsReadAt = Now.AddHours(-5) },
        ["uncertain mail"] = r => r with { Uncertain = 1, UncertainSince = Now.AddMinutes(-2) },
        ["old uncertain mail"] = r => r with { Uncertain = 3, UncertainSince = Now.AddHours(-2) },
        ["uncertain with another provider"] = r =>
            r with
            {
                Uncertain = 2,
                UncertainSince = Now.AddMinutes(-1),
                UncertainElsewhere = 1,
            },
        ["template missing"] = r =>
            r with
            {
                UnusableTemplates =
                [
                    new("confirmation_to_mentor", 20, Now.AddHours(3), "the provider has no template 99"),
                ],
            },
        ["paused"] = r => r with { PausedBy = "Olga" },
        ["loop hangs"] = r => r with { LoopSilence = TimeSpan.FromMinutes(2) },
        ["queue emptied"] = r => r with { MissingFromQueue = 4 },
        ["nothing waits, not compared"] = r => r with { Waiting = 0, FirstDue = null, MissingFromQueue = null },
        ["parked"] = r => r with { Parked = 2 },
        ["misses"] = r => r with { Misses = new MissesAhead(2, 2, Now.AddHours(2), 2, 0, null) },
        ["most mail reaches nobody"] = r => r with { LastDay = new RecentSends(12, 8) },
        ["some mail reaches nobody"] = r => r with { LastDay = new RecentSends(90, 5) },
        ["no forecast"] = r => r with { Misses = null },
    };

    private static readonly string[] Stopping =
    [
        "broker away",
        "broker blocked",
        "broker blocked on a standby",
        "provider down",
        "account refused",
        "credits unknown",
        "loop hangs",
        "queue emptied",
        "template missing",
        "most mail reaches nobody",
    ];

    public static TheoryData<string, bool> FaultsUnderBothPolicies =>
        [.. Faults.Keys.SelectMany(fault => new[] { (fault, true), (fault, false) })];

    [Theory]
    [MemberData(nameof(FaultsUnderBothPolicies))]
    public void Judge_WithAFault_IsNeverGoodAndVouchesForNothing(string fault, bool continuous)
    {
        var verdict = HealthModel.Judge(Faults[fault](AllWell(continuous)), Clock);
        Assert.NotEqual(HealthLevel.Good, verdict.Headline.State);
        Assert.DoesNotContain("All urgent mail will be on time", verdict.Headline.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("none will miss", verdict.Headline.Detail, StringComparison.Ordinal);
        if (Stopping.Contains(fault))
            Assert.Equal((HealthLevel.Bad, 1), (verdict.Headline.State, verdict.ExitCode));
    }

    [Theory]
    [MemberData(nameof(FaultsUnderBothPolicies))]
    public void Judge_WithParkedMailOnTopOfAFault_DoesNotVouchForTheOthers(string fault, bool continuous)
    {
        if (fault == "parked")
            return;
        var verdict = HealthModel.Judge(Faults[fault](AllWell(continuous)) with { Parked = 3 }, Clock);
        Assert.DoesNotContain("All others will be on time", verdict.Headline.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Judge_WithNothingWrong_SaysSo(bool continuous)
    {
        var verdict = HealthModel.Judge(AllWell(continuous), Clock);
        Assert.Equal(
            new Headline(
                HealthLevel.Good,
                "All urgent mail will be on time",
                "87 mails wait and none will miss its deadline."
            ),
            verdict.Headline
        );
        Assert.Equal(["broker", "provider", "credits", "schedule"], verdict.Statuses.Select(status => status.Name));
        Assert.Equal(0, verdict.ExitCode);
    }

    /// <summary>The rule of the alert: more than 5 % of a day's mails, and at least five.</summary>
    [Theory]
    [InlineData(12, 12, HealthLevel.Bad, 1)]
    [InlineData(12, 6, HealthLevel.Bad, 1)]
    [InlineData(12, 5, HealthLevel.Notice, 0)]
    [InlineData(99, 5, HealthLevel.Notice, 0)]
    [InlineData(100, 5, HealthLevel.Good, 0)]
    [InlineData(4, 4, HealthLevel.Notice, 0)]
    [InlineData(8, 4, HealthLevel.Notice, 0)]
    [InlineData(9, 4, HealthLevel.Good, 0)]
    [InlineData(12, 0, HealthLevel.Good, 0)]
    public void Judge_WithMailThatReachedNobody_IsAsBadAsItsShare(int sent, int unreached, HealthLevel level, int code)
    {
        var verdict = HealthModel.Judge(
            AllWell(continuous: false) with
            {
                LastDay = new RecentSends(sent, unreached),
            },
            Clock
        );
        Assert.Equal((level, code), (verdict.Headline.State, verdict.ExitCode));
        var told = $"{unreached} of {sent} mails sent in the last day reached nobody";
        if (level is HealthLevel.Good)
            Assert.DoesNotContain(verdict.Statuses, status => status.Part is HealthPart.Delivery);
        else
            Assert.Equal(
                (
                    told,
                    new Headline(
                        level,
                        told,
                        "Look at the addresses, or at the sender's standing with the provider. 87 mails wait."
                    )
                ),
                (verdict.Statuses.Single(status => status.Part is HealthPart.Delivery).Words, verdict.Headline)
            );
    }

    [Fact]
    public void Judge_WithNothingWaitingAndAllMailBounced_IsNotGood()
    {
        var verdict = HealthModel.Judge(
            AllWell(continuous: true) with
            {
                Waiting = 0,
                FirstDue = null,
                LastDay = new RecentSends(12, 12),
            },
            Clock
        );
        Assert.Equal("12 of 12 mails sent in the last day reached nobody", verdict.Headline.Title);
    }

    [Theory]
    [InlineData(true, "87 mails wait; until 15:40 it would still be in time for all of them.")]
    [InlineData(false, "87 mails wait; until 15:00 it would still be in time for all of them.")]
    public void Judge_WithTheProviderDown_SaysUntilWhenItWouldBeInTime(bool continuous, string told)
    {
        var verdict = HealthModel.Judge(
            AllWell(continuous) with
            {
                Provider = Failing(TimeSpan.FromMinutes(2), 3),
            },
            Clock
        );
        Assert.Equal("The provider does not answer: nothing is sent", verdict.Headline.Title);
        Assert.Equal(
            $"The provider has not answered since 14:05, 3 calls: connection reset; asked again 14:08. {told}",
            verdict.Headline.Detail
        );
    }

    [Fact]
    public void Judge_WithARunThatDidNotEnd_SaysWhich()
    {
        var reading = AllWell(continuous: false);
        var verdict = HealthModel.Judge(
            reading with
            {
                Schedule = reading.Schedule with { LastDue = Now.AddMinutes(-20), CarriedOutUntil = Now.AddHours(-1) },
            },
            Clock
        );
        Assert.Equal(
            (HealthLevel.Bad, "The run of 13:47 has not ended. Look into the daemon's log."),
            (verdict.Headline.State, verdict.Headline.Detail)
        );
    }

    [Theory]
    [InlineData(5, 0, 5, 0, "5 more credits would save them. 87 mails wait.")]
    [InlineData(5, 5, 5, 0, "5 more credits would save them. 87 mails wait.")]
    [InlineData(9, 5, 12, 0, "4 later ones will miss too. 12 more credits would save them all. 87 mails wait.")]
    [InlineData(
        6736,
        803,
        5933,
        803,
        "5,933 later ones will miss too. 5,933 more credits would save all but 803 of them. 87 mails wait."
    )]
    [InlineData(3, 3, null, 3, "More credits would not save them. 87 mails wait.")]
    public void Judge_WithMisses_TellsWhatWouldSaveThem(int count, int urgent, int? needed, int beyondHelp, string told)
    {
        var misses = new MissesAhead(count, urgent, Now.AddHours(1), needed, beyondHelp, null);
        var headline = HealthModel.Judge(AllWell(continuous: false) with { Misses = misses }, Clock).Headline;
        Assert.Equal((urgent > 0 ? HealthLevel.Bad : HealthLevel.Notice, told), (headline.State, headline.Detail));
    }

    [Fact]
    public void Judge_WithMailThatAnotherProviderMayHave_SaysHowToSetItRight()
    {
        var verdict = HealthModel.Judge(Faults["uncertain with another provider"](AllWell(continuous: false)), Clock);
        Assert.Equal((HealthLevel.Bad, 1), (verdict.Headline.State, verdict.ExitCode));
        Assert.EndsWith(
            "1 went to another provider than Provider__Kind names now: set it back until they are settled, or they "
                + "are parked",
            verdict.Headline.Title,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Calls_AnsweredAfterFailures_ForgetThem()
    {
        var calls = new ProviderCalls();
        calls.Failed(Now, "reset");
        calls.Failed(Now.AddMinutes(1), "refused");
        Assert.Equal((Now, 2, "refused"), (calls.Latest.FailingSince, calls.Latest.Failures, calls.Latest.Reason));
        calls.Answered(Now.AddMinutes(2));
        Assert.Equal(new ProviderReading { AnsweredAt = Now.AddMinutes(2) }, calls.Latest);
    }

    private static ProviderReading Failing(TimeSpan since, int calls) =>
        new()
        {
            AnsweredAt = Now.AddMinutes(-20),
            FailingSince = Now - since,
            Failures = calls,
            Reason = "connection reset",
            RestsUntil = Now.AddMinutes(1),
        };

    private static HealthReading AllWell(bool continuous) =>
        new()
        {
            Phase = DispatcherPhase.Leading,
            ToldAt = Now.AddSeconds(-2),
            Provider = new ProviderReading { AnsweredAt = Now.AddMinutes(-7) },
            CreditsReadAt = Now.AddMinutes(-7),
            MissingFromQueue = 0,
            Waiting = 87,
            FirstDue = Now.AddMinutes(93),
            Misses = new MissesAhead(0, 0, null, 0, 0, null),
            Schedule = new ScheduleReading
            {
                IsContinuous = continuous,
                LastDue = Now.AddMinutes(-7),
                CarriedOutUntil = Now.AddMinutes(-7),
                Next = Now.AddMinutes(53),
                LastBeforeFirstDue = Now.AddMinutes(53),
            },
        };
}
