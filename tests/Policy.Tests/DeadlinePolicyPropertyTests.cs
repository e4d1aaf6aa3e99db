using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

/// <summary>What holds for any situation, tried on many drawn ones.</summary>
public sealed class DeadlinePolicyPropertyTests
{
    private const int Cases = 300;

    [Fact]
    public void Decide_AnySituation_KeepsToCreditsDeadlinesAndPutOffs() =>
        ForEach(
            (situation, _) =>
            {
                var send = Deadline().Decide(situation).Send;

                Assert.True(send.Count <= situation.Credits.Most);
                Assert.Equal(send.Count, send.Distinct().Count());
                Assert.All(send, m => Assert.True(m.Deadline > situation.Now && !(m.NotBefore > situation.Now)));
                Assert.Subset(situation.Waiting.ToHashSet(), send.ToHashSet());
            }
        );

    [Fact]
    public void Decide_SameMailsInAnotherOrder_DecidesTheSame() =>
        ForEach(
            (situation, random) =>
            {
                var shuffled = situation.Waiting.ToArray();
                random.Shuffle(shuffled);

                var (one, other) = (
                    Deadline().Decide(situation),
                    Deadline().Decide(situation with { Waiting = shuffled })
                );

                Assert.Equal(one.Send, other.Send);
                Assert.Equal(one.Reason, other.Reason);
            }
        );

    [Fact]
    public void Decide_MoreCredits_NeverSendsFewer() =>
        ForEach(
            (situation, _) =>
            {
                var more = situation with { Credits = new CreditsLeft.Today(situation.Credits.Most + 3) };

                Assert.True(Deadline().Decide(situation).Send.Count <= Deadline().Decide(more).Send.Count);
            }
        );

    [Fact]
    public void Decide_EveryKeptBackMail_HasAReason() =>
        ForEach(
            (situation, _) =>
            {
                var decision = Deadline().Decide(situation);
                var sent = decision.Send.ToHashSet();

                Assert.All(situation.Waiting, m => Assert.Equal(sent.Contains(m), decision.WhyKeptBack(m) is null));
            }
        );

    [Fact]
    public void Decide_TwoMailsAlikeButForTheValue_NeverSendsTheCheaperAlone() =>
        ForEach(
            (situation, _) =>
            {
                var sent = Deadline().Decide(situation).Send.ToHashSet();
                var alike = situation
                    .Waiting.Where(m => m.NotBefore is null && m.Deadline > situation.Now)
                    .GroupBy(m => m.Deadline);

                foreach (var group in alike)
                    Assert.DoesNotContain(
                        group,
                        m =>
                            !sent.Contains(m)
                            && group.Any(other => sent.Contains(other) && other.Value < m.Value * 0.95)
                    );
            }
        );

    [Fact]
    public void Decide_BeforeTheReset_LeavesNoCreditWhileAMailWaits() =>
        ForEach(
            (situation, _) =>
            {
                var late = situation with { Now = At(23.95), Kind = RunKind.Tick };
                var ready = late.Waiting.Count(m => m.Deadline > late.Now && !(m.NotBefore > late.Now));

                Assert.Equal(Math.Min(ready, late.Credits.Most), Deadline().Decide(late).Send.Count);
            }
        );

    [Fact]
    public void Plan_WithoutScenario_IsTheBestThatAnyChoiceReaches() =>
        ForEach(
            (situation, random) =>
            {
                var few = situation with
                {
                    Waiting = [.. situation.Waiting.Take(9).Select(m => m with { Value = Math.Ceiling(m.Value) })],
                };
                var horizon = new Horizon(Utc, few.Now, Periods.Days(3));
                var waiting = new WaitingGroups(few.Waiting, horizon);
                var credits = new Credits(random.Next(3), random.Next(3), TailDays: 1);

                var plan = Core.Policy.Deadline.Plan.Make(
                    waiting,
                    DemandScenario.Empty,
                    horizon.Second,
                    1,
                    Capacity.Of(credits, horizon)
                );

                var kept = Enumerable
                    .Range(0, waiting.Groups.Length)
                    .Sum(g => waiting.Best(g, plan.Kept[g]).Sum(m => m.Value));
                Assert.Equal(
                    BruteForce.BestValue(
                        [
                            .. few
                                .Waiting.Where(m => waiting.IndexOf(m) >= 0)
                                .Select(m =>
                                    (
                                        waiting.Groups[waiting.IndexOf(m)].Release,
                                        waiting.Groups[waiting.IndexOf(m)].Last,
                                        m.Value
                                    )
                                ),
                        ],
                        [credits.Today, credits.ADay, credits.ADay]
                    ),
                    kept,
                    6
                );
            }
        );

    [Fact]
    public void Decide_OfAWaitingSet_IsTheSameAsOfAList() =>
        ForEach(
            (situation, random) =>
            {
                var set = new WaitingSet(Utc);
                var gone = Mails(random.Next(20), At(random.Next(1, 100)), Value(random), from: 1000);
                foreach (
                    var mail in situation
                        .Waiting.Concat(gone)
                        .Concat(situation.Waiting.Take(3))
                        .OrderBy(_ => random.Next())
                )
                    set.Add(mail);
                foreach (var mail in gone.Concat(gone))
                    set.Remove(mail);

                var (ofList, ofSet) = (
                    Deadline().Decide(situation),
                    Deadline().Decide(situation with { Waiting = set })
                );

                Assert.Equal(situation.Waiting.Count, set.Count);
                Assert.Equal(situation.Waiting.OrderBy(m => m.Id), set.OrderBy(m => m.Id));
                Assert.Equal(ofList.Send, ofSet.Send);
                Assert.Equal(ofList.Reason, ofSet.Reason);
                Assert.Equal(situation.Waiting.Select(ofList.WhyKeptBack), situation.Waiting.Select(ofSet.WhyKeptBack));
            }
        );

    private static void ForEach(Action<Situation, Random> check)
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            check(Draw(random), random);
        }
    }

    private static Situation Draw(Random random)
    {
        var log = new ArrivalLog(Utc);
        for (var n = random.Next(400); n > 0; n--)
        {
            var at = At(-random.Next(1, 24 * 25) - random.NextDouble());
            log.Add(at, at.AddHours(random.NextDouble() * 60), Value(random));
        }
        var now = At(random.Next(24) + random.NextDouble());
        var waiting = Enumerable
            .Range(1, random.Next(60))
            .Select(n =>
                Mail(
                    n,
                    At(Math.Round(random.NextDouble() * 200)),
                    Value(random),
                    now.AddHours(-random.Next(100)),
                    random.Next(8) == 0 ? now.AddHours(random.Next(-5, 40)) : null
                )
            );
        var kind = random.Next(6) == 0 ? RunKind.EndOfDay : RunKind.Tick;
        return Situation(now, [.. waiting], random.Next(40), random.Next(40), log.Before(now), kind);
    }

    private static double Value(Random random) =>
        random.Next(3) == 0 ? 1 + 19 * random.NextDouble() : new[] { 1.0, 3, 5, 10, 20 }[random.Next(5)];
}
