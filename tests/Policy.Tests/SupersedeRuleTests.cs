using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class SupersedeRuleTests
{
    [Fact]
    public void Apply_SameTopicAndRecipient_LeavesTheNewestByTime()
    {
        var obsolete = SupersedeRule.Apply([Request(2, hour: 2), Request(1, hour: 1), Request(3, hour: 3)]);

        Assert.Equal([new Obsolete(Id(1), Id(3), false), new Obsolete(Id(2), Id(3), false)], obsolete);
    }

    [Fact]
    public void Apply_Versions_OutweighTheTimeOfPublishing()
    {
        var obsolete = SupersedeRule.Apply([Request(1, hour: 1, version: 2), Request(2, hour: 2, version: 1)]);

        Assert.Equal([new Obsolete(Id(2), Id(1), false)], obsolete);
    }

    [Fact]
    public void Apply_OneWithoutAVersion_LeavesItToTheTime()
    {
        var obsolete = SupersedeRule.Apply([Request(1, hour: 1, version: 9), Request(2, hour: 2)]);

        Assert.Equal([new Obsolete(Id(1), Id(2), false, IsGuess: true)], obsolete);
    }

    [Theory]
    [InlineData(9L, null)]
    [InlineData(null, 9L)]
    [InlineData(9L, 9L)]
    public void Apply_ACancelRequestThatCantBeOrdered_IsNeverDropped(long? mail, long? cancel)
    {
        Assert.Equal(
            [new Obsolete(Id(1), Id(2), true, IsGuess: true)],
            SupersedeRule.Apply([
                Request(1, hour: 3, version: mail),
                Request(2, hour: 2, version: cancel, cancel: true),
            ])
        );
    }

    [Fact]
    public void Apply_WithoutTimes_GoesByTheOrderOfTheQueue()
    {
        // One level: first in, first out.
        Assert.Equal([new Obsolete(Id(1), Id(2), false)], SupersedeRule.Apply([Seen(1, 1, 5), Seen(2, 2, 5)]));
        // One that came later at a higher level would have been first, had it been there.
        Assert.Equal([new Obsolete(Id(1), Id(2), false)], SupersedeRule.Apply([Seen(1, 1, 1), Seen(2, 2, 9)]));
        // At a lower level nobody can say: the more urgent one stands.
        Assert.Equal(
            [new Obsolete(Id(2), Id(1), false, IsGuess: true)],
            SupersedeRule.Apply([Seen(1, 1, 9), Seen(2, 2, 1)])
        );
        // But for a cancel request, and unless the queue was empty in between.
        Assert.Equal(
            [new Obsolete(Id(1), Id(2), true, IsGuess: true)],
            SupersedeRule.Apply([Seen(1, 1, 9), Seen(2, 2, 1, cancel: true)])
        );
        Assert.Equal(
            [new Obsolete(Id(1), Id(2), false)],
            SupersedeRule.Apply([Seen(1, 1, 9), Seen(2, 2, 1, emptyAt: 1.5)])
        );
    }

    [Fact]
    public void Apply_OneWithATimeAndOneWithout_CantBeOrdered()
    {
        Assert.Equal(
            [new Obsolete(Id(2), Id(1), true, IsGuess: true)],
            SupersedeRule.Apply([Request(1, hour: 1, cancel: true), Seen(2, 5, 5)])
        );
    }

    [Fact]
    public void Apply_OtherTopicOrRecipientOrNone_StaysAlone()
    {
        Assert.Empty(
            SupersedeRule.Apply([
                Request(1, hour: 1),
                Request(2, hour: 2, topic: "mentoring-43"),
                Request(3, hour: 3, recipient: "b"),
                Request(4, hour: 4, topic: null),
                Request(5, hour: 5, topic: null),
            ])
        );
    }

    [Fact]
    public void Apply_ACancelRequest_WithdrawsWhatIsOlder()
    {
        var obsolete = SupersedeRule.Apply([Request(1, hour: 1), Request(2, hour: 2, cancel: true)]);

        Assert.Equal([new Obsolete(Id(1), Id(2), true)], obsolete);
    }

    [Fact]
    public void Apply_ANewerMailThanTheCancelRequest_Stands()
    {
        var obsolete = SupersedeRule.Apply([Request(1, hour: 3), Request(2, hour: 2, cancel: true)]);

        Assert.Equal([new Obsolete(Id(2), Id(1), false)], obsolete);
    }

    [Fact]
    public void Apply_AtTheSameInstant_TheCancelRequestIsTheLastWord()
    {
        Assert.Equal(
            [new Obsolete(Id(9), Id(2), true, IsGuess: true)],
            SupersedeRule.Apply([Request(9, hour: 1), Request(2, hour: 1, cancel: true)])
        );
        Assert.Equal(
            [new Obsolete(Id(2), Id(9), false, IsGuess: true)],
            SupersedeRule.Apply([Request(9, hour: 1), Request(2, hour: 1)])
        );
    }

    [Fact]
    public void Apply_AnyOrderOfTheInput_GivesTheSame()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var requests = Enumerable
                .Range(1, random.Next(2, 9))
                .Select(n =>
                    Request(
                        n,
                        random.Next(4),
                        random.Next(3) == 0 ? null : random.Next(3),
                        random.Next(4) == 0,
                        topic: random.Next(2) == 0 ? "mentoring-42" : "mentoring-43"
                    )
                )
                .ToArray();
            var once = SupersedeRule.Apply(requests);

            random.Shuffle(requests);

            Assert.Equal(once, SupersedeRule.Apply(requests));
            Assert.Equal(requests.Select(r => r.Topic).Distinct().Count(), requests.Length - once.Count);
        }
    }

    private static TopicMail Seen(int number, double hour, int level, double? emptyAt = null, bool cancel = false) =>
        Request(number, hour, cancel: cancel) with
        {
            Seen = new SeenOrder(At(hour), level, emptyAt is { } at ? At(at) : null),
        };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static TopicMail Request(
        int number,
        double hour,
        long? version = null,
        bool cancel = false,
        string? topic = "mentoring-42",
        string recipient = "a"
    ) => new(Id(number), topic, recipient, version, At(hour), cancel);
}
