using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Proxy;

namespace MailDispatcher.Publisher.Tests;

/// <summary>What a person reads when it can't be done; the exit code is 2 then.</summary>
public sealed class FailureTests(SharedBroker broker)
{
    private static readonly Uri Unused = new("amqp://guest:tell-nobody@127.0.0.1:1/");

    public static TheoryData<string[], string> WrongArguments =>
        new()
        {
            { [], "publisher: Give either -n NUMBER or --file PATH." },
            { ["-n", "1", "--file", "x"], "publisher: Give either -n NUMBER or --file PATH." },
            { ["-n", "0"], "publisher: -n: give a number of mails, 1 or more." },
            { ["-n", "many"], "publisher: -n: 'many' is not a whole number." },
            { ["-n", "1", "--rate", "0"], "publisher: --rate: give mails a second, above 0." },
            { ["-n", "1", "--as-recorded"], "publisher: --as-recorded needs --file." },
            { ["-n", "1", "--now", "soon"], "publisher: --now: not a time; write it as 2026-11-21T09:00:00-03:00." },
            {
                ["-n", "1", "--durable", "perhaps"],
                "publisher: --durable (Queue__Durable): 'perhaps' is not true or false."
            },
            {
                ["-n", "1", "--max-priority", "256"],
                "publisher: --max-priority (Queue__MaxPriority): '256' is not levels, 0 to 255."
            },
            {
                ["-n", "1", "--queue-type", "stream"],
                "publisher: --queue-type (Queue__Type): 'stream' is not classic or quorum."
            },
            {
                ["-n", "1", "--zone", "Mars/North"],
                "publisher: --zone (Dispatch__TimeZone): 'Mars/North' is not known here; use a name as America/Recife, and install the system's time zone data (tzdata)."
            },
            {
                ["-n", "1", "--broker", "http://user:tell-nobody@host"],
                "publisher: --broker (QUEUE_SERVICE_URL): not a broker's address; write amqp://user:password@host:port/vhost."
            },
            { ["--fiel", "x"], "publisher: Unrecognized command or argument '--fiel'." },
            { ["-n", "1"], "publisher: The broker at 127.0.0.1:1 can't be reached: Connection refused" },
            { ["--file", "/no/such/file"], "publisher: Could not find a part of the path '/no/such/file'." },
            { ["--file", "/tmp"], "publisher: Access to the path '/tmp' is denied." },
        };

    [Theory]
    [MemberData(nameof(WrongArguments))]
    public async Task Run_WrongArguments_SaysWhatToGive(string[] arguments, string complaint)
    {
        await using var run = await PublisherRun.RunAsync(Unused, arguments);
        Assert.Equal(2, await PublisherRun.ExitCodeOf(run));
        Assert.Equal(complaint, PublisherRun.Errors(run)[0]);
        Assert.DoesNotContain("tell-nobody", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoBrokerGiven_SaysWhatToSet()
    {
        await using var run = await ProgramUnderTest.RunAsync("publisher", ["-n", "1"]);
        Assert.Equal(2, await PublisherRun.ExitCodeOf(run));
        Assert.Equal(
            ["publisher: QUEUE_SERVICE_URL: set it to the broker, amqp://user:password@host:port/vhost."],
            PublisherRun.Errors(run)
        );
    }

    [Fact]
    public async Task Run_OnlyTheSecondVariableSet_UsesIt()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = await ProgramUnderTest.RunAsync(
            "publisher",
            ["-n", "1"],
            [new("QUEUE_SERVICE_URL", ""), new("RABBITMQ_URL", vhost.OriginalString)]
        );
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
    }

    [Fact]
    public async Task Run_WrongPassword_SaysSoWithoutIt()
    {
        var wrong = new UriBuilder(broker.Node.Uri) { Password = "tell-nobody" }.Uri;
        await using var run = await PublisherRun.RunAsync(wrong, ["-n", "1"]);
        Assert.Equal(2, await PublisherRun.ExitCodeOf(run));
        Assert.Equal(
            [
                $"publisher: The broker at 127.0.0.1:{broker.Node.Port} refuses the user name or the password in its address.",
            ],
            PublisherRun.Errors(run)
        );
        Assert.DoesNotContain("tell-nobody", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_QueueWithOtherArguments_SaysWhatToSetInOneSentence()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var first = await PublisherRun.RunAsync(vhost, ["-n", "1"]);
        await using var other = await PublisherRun.RunAsync(vhost, ["-n", "1", "--max-priority", "255"]);
        Assert.Equal(2, await PublisherRun.ExitCodeOf(other));
        Assert.StartsWith(
            "publisher: Queue 'mail-requests' exists with other arguments",
            Assert.Single(PublisherRun.Errors(other)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Run_BrokerGoneForGoodInTheMiddle_EndsAndCountsWhatIsNotConfirmed()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var proxy = TcpProxy.Start(broker.Node.Port);
        var cut = proxy.CutAt(Direction.ToServer, "person1500@example.com", CutMoment.Before);
        var run = PublisherRun.RunAsync(proxy.Through(vhost), ["-n", "3000", "--patience", "8"]);
        await cut;
        await proxy.RefuseAsync();
        proxy.Cut();
        await using var ended = await run;
        Assert.Equal(2, await PublisherRun.ExitCodeOf(ended));
        var summary = PublisherRun.Output(ended)[^1];
        Assert.Matches("^[0-9]+ published, 0 refused, [1-9][0-9]* not confirmed", summary);
        Assert.StartsWith("publisher: The ", Assert.Single(PublisherRun.Errors(ended)), StringComparison.Ordinal);
        var published = uint.Parse(summary.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(
            await QueueContents.CountAsync(vhost, PendingQueueOptions.DefaultName, PublisherRun.Token) >= published
        );
    }

    [Fact]
    public async Task Run_Terminated_TellsWhatItDid()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var run = ProgramUnderTest.Start(
            "publisher",
            ["-n", "100000", "--rate", "20"],
            [new("QUEUE_SERVICE_URL", vhost.OriginalString)]
        );
        await run.WaitForLineAsync(
            line => line.StartsWith("template", StringComparison.Ordinal),
            cancellationToken: PublisherRun.Token
        );
        Assert.Equal(130, await run.TerminateAsync());
        Assert.Contains(
            PublisherRun.Output(run),
            line => line.Contains(" published, 0 refused", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Help_ListsTheOptionsAndTheirVariables()
    {
        await using var run = await ProgramUnderTest.RunAsync("publisher", ["--help"]);
        Assert.Equal(0, await PublisherRun.ExitCodeOf(run));
        foreach (
            var word in (string[])
                [
                    "--file",
                    "--as-recorded",
                    "--rate",
                    "--seed",
                    "--broker",
                    "QUEUE_SERVICE_URL",
                    "Queue__Name",
                    "Dispatch__TimeZone",
                ]
        )
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
    }
}
