using System.Text;
using System.Text.Json;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
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
    public async Task Parked_Mended_IsSentUnderTheSameIdToTheRightAddress()
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
        var named = Guid.Parse("11111111-1111-4111-8111-111111111111");
        await PublishRawAsync(vhost, Encoding.UTF8.GetBytes($$"""{"id":"{{named}}","template":11}"""), cancellation);
        await Eventually.TrueAsync(
            async () => (await ListAsync(vhost)).Count == 2,
            "both mails are parked",
            cancellationToken: cancellation
        );
        var unreadable = (await ListAsync(vhost)).Single(p => p.Cause == "unreadable").Mail;

        var id = refused.Id!.Value.ToString();
        Assert.Equal(2, await ExitAsync(vhost, "parked", "mend", id));
        Assert.Equal(1, await ExitAsync(vhost, "parked", "mend", id, "--email", "no address"));
        Assert.Equal(1, await ExitAsync(vhost, "parked", "mend", id, "--deadline", "2020-01-01T00:00:00Z"));
        Assert.Equal(2, (await ListAsync(vhost)).Count);
        var mended = await CommandAsync(vhost, "parked", "mend", id, "--email", "right@example.com", "--by", "olga");
        Assert.Contains("another recipient.email", mended.Output, StringComparison.Ordinal);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json");
        await File.WriteAllBytesAsync(file, MailRequestCodec.Encode(refused with { Id = named }), cancellation);
        var whole = await CommandAsync(vhost, "parked", "mend", unreadable.ToString(), "--body", file);
        File.Delete(file);
        Assert.Contains($"it goes on as mail {named}", whole.Output, StringComparison.Ordinal);

        await Eventually.TrueAsync(
            () => sandbox.Sandbox.Mails.Count == 2,
            "both mails are sent",
            cancellationToken: cancellation
        );
        Assert.Empty(await ListAsync(vhost));
        var tags = sandbox
            .Sandbox.Mails.Snapshot()
            .ToDictionary(mail => mail.Draft.Tags.Single(), mail => mail.Draft.To.Single().Email);
        Assert.Equal("right@example.com", tags[id]);
        Assert.Contains(named.ToString(), tags.Keys);
        var (_, told) = await daemon.GetAsync($"mails/{id}", cancellation);
        Assert.Contains("sent back by olga with another recipient.email", told, StringComparison.Ordinal);
        Assert.DoesNotContain("right@example.com", daemon.Program.Output, StringComparison.OrdinalIgnoreCase);
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
