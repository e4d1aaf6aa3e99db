using System.Text.Json;
using MailDispatcher.Client;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.Faults;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Consumer.Tests;

/// <summary>Parked mail from the queue to a person's decision, with the commands as a person uses them.</summary>
public sealed class ParkedMailActionsTests(SharedBroker broker)
{
    private static readonly Dictionary<string, string?> RunEachSecond = new() { ["Schedule__Hourly"] = "* * * * * ?" };

    [Fact]
    public async Task Parked_ListedRetriedAndDiscarded_IsSentOnceOrGivenUp()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var vhost = await broker.CreateVhostAsync();
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: cancellation);
        sandbox.Sandbox.Faults.Set(
            new FaultRule
            {
                Path = "/v3/smtp/email",
                Times = 1,
                Status = 400,
                Body = """{"code":"invalid_parameter","message":"email is not valid in to"}""",
            }
        );
        await using var daemon = DaemonUnderTest.Start(vhost, sandbox.Url, RunEachSecond);
        await daemon.LeadsAsync(cancellationToken: cancellation);
        var refused = Mails.Cancellation(TimeProvider.System.GetUtcNow().AddDays(2));
        await Mails.PublishAsync(vhost, [refused], cancellation);
        await PublishRawAsync(vhost, "no mail request"u8.ToArray(), cancellation);
        await Eventually.TrueAsync(
            async () => (await ListAsync(vhost)).Count == 2,
            "both mails are parked",
            cancellationToken: cancellation
        );

        var parked = await ListAsync(vhost);
        Assert.Equal("invalid_parameter", parked.Single(p => p.Mail == refused.Id).Cause);
        var unreadable = parked.Single(p => p.Cause == "unreadable").Mail;
        var shown = await CommandAsync(vhost, "parked", "show", unreadable.ToString());
        Assert.Contains("no mail request", shown.Output, StringComparison.Ordinal);

        Assert.Equal(0, await ExitAsync(vhost, "parked", "retry", refused.Id!.Value.ToString(), "--by", "test"));
        Assert.Equal(0, await ExitAsync(vhost, "parked", "discard", "--cause", "unreadable"));
        Assert.Equal(1, await ExitAsync(vhost, "parked", "retry", "--all"));
        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Count == 1,
            "the retried mail is sent",
            cancellationToken: cancellation
        );
        Assert.Empty(await ListAsync(vhost));

        var report = (await CommandAsync(vhost, "report", "--json")).Output;
        var numbers = JsonDocument.Parse(report).RootElement;
        Assert.Equal(2, numbers.GetProperty("asked").GetInt32());
        Assert.Equal(1, numbers.GetProperty("sent").GetInt32());
        Assert.Equal(2, numbers.GetProperty("parked").GetInt32());
        Assert.Equal(1, numbers.GetProperty("released").GetInt32());
        Assert.Equal(0, numbers.GetProperty("waiting").GetInt32());
        Assert.DoesNotContain("rui@example.com", daemon.Program.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Parked_WithoutBroker_SaysSoInOneSentence()
    {
        var run = await ProgramUnderTest.RunAsync(
            "consumer",
            ["parked", "list"],
            new Dictionary<string, string?>
            {
                ["QUEUE_SERVICE_URL"] = $"amqp://guest:secret@127.0.0.1:{FreePort.Next()}/",
            }
        );
        Assert.Equal(2, await run.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("The broker can't be used", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Output, StringComparison.Ordinal);
    }

    private static async Task<List<(Guid Mail, string Cause)>> ListAsync(Uri vhost)
    {
        var listing = await CommandAsync(vhost, "parked", "list", "--json");
        return
        [
            .. JsonDocument
                .Parse(listing.Output)
                .RootElement.EnumerateArray()
                .Select(row => (row.GetProperty("mail").GetGuid(), row.GetProperty("cause").GetString()!)),
        ];
    }

    private static async Task<int> ExitAsync(Uri vhost, params string[] arguments) =>
        await (await CommandAsync(vhost, arguments)).WaitForExitAsync();

    private static Task<ProgramUnderTest> CommandAsync(Uri vhost, params string[] arguments) =>
        ProgramUnderTest.RunAsync(
            "consumer",
            arguments,
            new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = vhost.AbsoluteUri }
        );

    private static async Task PublishRawAsync(Uri vhost, byte[] body, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(cancellation);
        await using var channel = await ConfirmedChannel.OpenAsync(connection, TimeSpan.FromSeconds(10), cancellation);
        await channel.PublishAsync(
            "mail-requests",
            "mail-requests",
            new BasicProperties(),
            body,
            cancellationToken: cancellation
        );
    }
}
