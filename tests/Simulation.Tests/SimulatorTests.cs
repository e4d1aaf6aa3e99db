using static MailDispatcher.Policy.Tests.Given;
using static MailDispatcher.Simulation.Tests.GivenTrace;

namespace MailDispatcher.Simulation.Tests;

public sealed class SimulatorTests
{
    [Fact]
    public void Play_EmptyTrace_IsEmpty() => Assert.Empty(Play([], 300));

    [Fact]
    public void Play_CreditsToSpare_EachGoesAsItComes()
    {
        var trace = new[] { Trace(1, At(9), At(12), 5), Trace(2, At(9.25), At(12), 5) };

        Assert.Equal([new MailResult.Sent(At(9)), new MailResult.Sent(At(9.25))], Play(trace, 300));
    }

    [Fact]
    public void Play_Hourly_GoesAtTheFullHourAndAtTheEndOfTheDay()
    {
        var trace = Enumerable.Range(1, 20).Select(n => Trace(n, At(21.5), At(40), 5)).ToArray();

        var times = Play(trace, 300, deadline: false)
            .Cast<MailResult.Sent>()
            .GroupBy(f => f.At)
            .ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal(new() { [At(22)] = 12, [At(23)] = 8 }, times);
        var late = Play([Trace(1, At(23).AddMinutes(1), At(40), 5)], 300, deadline: false);
        Assert.Equal([new MailResult.Sent(At(23).AddMinutes(5))], late);
        Assert.Equal([new MailResult.Sent(At(9))], Play([Trace(1, At(9), At(40), 5)], 300, deadline: false));
    }

    [Fact]
    public void Play_DeadlinePassed_Expires()
    {
        var trace = new[]
        {
            Trace(1, At(9), At(9), 5),
            Trace(2, At(9), At(8), 5),
            Trace(3, At(9), At(10), 1),
            Trace(4, At(9), At(10), 5),
        };

        Assert.Equal(
            [new MailResult.Expired(), new MailResult.Expired(), new MailResult.Expired(), new MailResult.Sent(At(9))],
            Play(trace, 1)
        );
    }

    [Fact]
    public void Play_NoCredits_SendsNothing()
    {
        var trace = new[]
        {
            Trace(1, At(9), At(10), 5),
            Trace(2, At(9), At(24 * 3000), 5),
            Trace(3, At(9, day: 3), At(10, day: 3), 5),
        };

        Assert.Equal(["expired", "waiting", "expired"], Play(trace, 0).Select(f => f.Word));
        Assert.Equal(["expired", "waiting", "expired"], Play(trace, 0, deadline: false).Select(f => f.Word));
    }

    [Fact]
    public void Play_Unlimited_SendsEachAtItsArrival()
    {
        var trace = Enumerable.Range(1, 50).Select(n => Trace(n, At(n), At(n + 500), 1)).ToArray();

        var results = Simulation(DailyCredits.Unlimited).Play(trace);

        Assert.Equal(trace.Select(m => (MailResult)new MailResult.Sent(m.Arrival)), results);
    }

    [Fact]
    public void Play_CreditsUsedUp_WaitsForTheReset()
    {
        var trace = new[] { Trace(1, At(9), At(12), 5), Trace(2, At(10), At(40), 5), Trace(3, At(23.99), At(40), 5) };

        Assert.Equal(At(9), Assert.IsType<MailResult.Sent>(Play(trace, 1)[0]).At);
        Assert.InRange(Assert.IsType<MailResult.Sent>(Play(trace, 1)[1]).At, At(24), At(40));
        Assert.Equal("expired", Play(trace, 1)[2].Word);
    }

    [Fact]
    public void Play_LinesOutOfOrder_GivesFatesInTheirOrder()
    {
        var trace = new[] { Trace(1, At(10), At(12), 5), Trace(2, At(9), At(12), 5) };

        Assert.Equal([new MailResult.Sent(At(10)), new MailResult.Sent(At(9))], Play(trace, 300));
    }

    [Fact]
    public void Play_NewerMailOfATopic_TakesTheOlderOnesPlace()
    {
        TraceMail About(int number, double hour, bool cancel = false, long? version = null) =>
            Trace(number, At(hour), At(60), 5) with
            {
                Topic = "mentoring-42",
                Recipient = "a",
                Cancel = cancel,
                Version = version,
            };

        IEnumerable<string> Words(params TraceMail[] trace) => Play(trace, 300, deadline: false).Select(f => f.Word);
        Assert.Equal(["superseded", "sent"], Words(About(1, 1.2), About(2, 1.4)));
        Assert.Equal(["superseded", "superseded"], Words(About(1, 1.2), About(2, 1.4, cancel: true)));
        Assert.Equal(["sent", "superseded"], Words(About(1, 1.2, version: 2), About(2, 1.4, version: 1)));
        Assert.Equal(["sent", "superseded"], Words(About(1, 1.2), About(2, 2.4, cancel: true))); // sent is sent
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Santiago")]
    [InlineData("America/Havana")]
    [InlineData("Asia/Kathmandu")]
    public void Play_WhereClocksChange_KeepsToTheCreditsOfEachDay(string zone)
    {
        var day = new CreditDay(TimeZoneInfo.FindSystemTimeZoneById(zone));
        foreach (
            var start in new[]
            {
                new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
                new(2026, 8, 30, 0, 0, 0, TimeSpan.Zero),
                new(2026, 10, 28, 0, 0, 0, TimeSpan.Zero),
            }
        )
        {
            var trace = Enumerable
                .Range(1, 400)
                .Select(n => Trace(n, start.AddHours(n * 0.6), start.AddHours(n * 0.6 + 30), n % 7 + 1))
                .ToArray();
            foreach (var deadline in new[] { true, false })
            {
                var results = Simulation(new DailyCredits(30), deadline, day).Play(trace);

                var sent = results
                    .OfType<MailResult.Sent>()
                    .GroupBy(f => day.Of(f.At))
                    .Select(g => g.Count())
                    .ToArray();
                Assert.All(sent, n => Assert.InRange(n, 0, 30));
                Assert.Contains(30, sent);
            }
        }
    }

    [Fact]
    public void Play_ShippedDemands_NeverBreakARuleNorBeatTheOptimum()
    {
        foreach (var demand in Demand.All)
        {
            var trace = demand.Trace(seed: 3, days: 9, creditsADay: 40);
            foreach (var deadline in new[] { true, false })
            {
                var results = Simulation(new DailyCredits(40), deadline).Play(trace);

                var summary = SimulationSummary.Of(trace, results, Utc, new DailyCredits(40));
                Assert.True(summary.ValueOnTime <= summary.Optimum + 1e-6, demand.Name);
                Assert.True(summary.Sent > 0, demand.Name);
                Assert.Equal(0, summary.Waiting);
                Assert.All(
                    trace.Zip(results),
                    pair =>
                        Assert.True(
                            pair.Second is not MailResult.Sent sent
                                || (sent.At >= pair.First.Arrival && sent.At < pair.First.Event)
                        )
                );
                Assert.All(
                    results.OfType<MailResult.Sent>().GroupBy(f => Utc.Of(f.At)),
                    g => Assert.True(g.Count() <= 40)
                );
            }
        }
    }

    [Theory]
    [InlineData("load-2", 0.95)]
    [InlineData("late-flood", 0.95)]
    [InlineData("steady", 0.999)]
    public void Play_Deadline_ComesNearTheOptimum(string demand, double share)
    {
        var trace = Demand.Named(demand)!.Trace(seed: 5, days: 21, creditsADay: 60);

        var summary = SimulationSummary.Of(trace, Play(trace, 60), Utc, new DailyCredits(60));

        Assert.InRange(summary.Share!.Value, share, 1);
    }

    [Fact]
    public void Play_Twice_GivesTheSame()
    {
        var trace = Demand.Named("load-1.5")!.Trace(seed: 5, days: 6, creditsADay: 50);

        Assert.Equal(Play(trace, 50), Play(trace, 50));
        Assert.Equal(trace, Demand.Named("load-1.5")!.Trace(seed: 5, days: 6, creditsADay: 50));
    }

    [Fact]
    public void Play_Watched_SeesTheSituationsAndChangesNothing()
    {
        var trace = Demand.Named("load-2")!.Trace(seed: 5, days: 3, creditsADay: 50);
        var seen = new List<Situation>();
        var watched = new Simulator(Deadline(), Rules(new DailyCredits(50), true, Utc))
        {
            Watch = (s, _) => seen.Add(s),
        };

        Assert.Equal(Play(trace, 50), watched.Play(trace));
        Assert.Contains(seen, s => s.Credits.Most == 0);
        Assert.Contains(seen, s => s.Kind == RunKind.EndOfDay);
        Assert.All(seen, s => Assert.Equal(50, s.CreditsADay));
    }

    [Fact]
    public void Play_ToWhomNoMailReaches_CostsACreditEachWithoutSuppressionAndOneWithIt()
    {
        TraceMail To(int number, double hour, string recipient) =>
            Trace(number, At(hour), At(20), 5) with
            {
                Recipient = recipient,
            };
        var trace = new[]
        {
            To(1, 8, "gone"),
            To(2, 9, "gone"),
            To(3, 10, "gone"),
            To(4, 11, "here"),
            To(5, 12, "here"),
        };
        IReadOnlyList<MailResult> PlayTo(bool suppressed) =>
            new Simulator(
                Deadline(),
                Rules(new DailyCredits(3), true, Utc) with
                {
                    Unreachable = new UnreachableRecipients(new HashSet<string> { "gone" }, suppressed),
                }
            ).Play(trace);

        var (without, with) = (PlayTo(suppressed: false), PlayTo(suppressed: true));
        Assert.Equal(3, without.OfType<MailResult.Bounced>().Count());
        Assert.Empty(without.OfType<MailResult.Sent>());
        Assert.Single(with.OfType<MailResult.Bounced>());
        Assert.Equal(2, with.OfType<MailResult.Suppressed>().Count());
        Assert.Equal(2, with.OfType<MailResult.Sent>().Count());
    }

    [Fact]
    public void Play_MailThatWaitsWhenItsRecipientBounces_IsSuppressed()
    {
        var (first, waiting) = (Trace(1, At(8), At(9), 5), Trace(2, At(8), At(9), 4));
        var results = new Simulator(
            Deadline(),
            Rules(new DailyCredits(1), true, Utc) with
            {
                Unreachable = new UnreachableRecipients(new HashSet<string> { "gone" }, AreSuppressed: true),
            }
        ).Play([first with { Recipient = "gone" }, waiting with { Recipient = "gone" }]);

        Assert.Equal([new MailResult.Bounced(At(8)), new MailResult.Suppressed()], results);
    }

    private static IReadOnlyList<MailResult> Play(IReadOnlyList<TraceMail> trace, int credits, bool deadline = true) =>
        Simulation(new DailyCredits(credits), deadline).Play(trace);

    private static Simulator Simulation(DailyCredits credits, bool deadline = true, CreditDay? day = null) =>
        new(deadline ? Deadline(day: day) : new HourlyPolicy(12), Rules(credits, deadline, day ?? Utc));

    private static SimulationRules Rules(DailyCredits credits, bool deadline, CreditDay day) =>
        new()
        {
            Day = day,
            Credits = credits,
            AtArrivals = deadline,
        };
}
