using System.Text.Json;
using MailDispatcher.Client;
using MailDispatcher.Contracts;
using MailDispatcher.Sandbox;
using MailDispatcher.Sandbox.State;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Page.Tests;

/// <summary><c>consumer check</c>: everything in order, and each thing that is not.</summary>
public sealed class CheckCommandTests(SharedBroker broker)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_WithEverythingInOrder_SaysSo()
    {
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: Cancel);
        var (code, lines) = await CheckAsync(await broker.CreateVhostAsync(), sandbox.Url);
        Assert.All(lines, line => Assert.True(line.Ok, line.Words));
        Assert.Equal(0, code);
        foreach (
            var what in new[]
            {
                "settings",
                "time zone",
                "broker",
                "pending queue mail-requests",
                "journal mail-journal",
                "provider",
                "senders",
                "template not_selected",
                "credits",
            }
        )
            Assert.Contains(lines, line => line.What == what);
    }

    [Fact]
    public async Task Check_WithQueueTemplateAndZoneWrong_TellsAllOfIt()
    {
        var vhost = await broker.CreateVhostAsync();
        await using (var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync(Cancel))
            await QueueDeclaration.EnsurePendingQueueAsync(
                connection,
                new PendingQueueOptions { MaxPriority = 255 },
                Cancel
            );
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { InactiveTemplates = [10] },
            cancellationToken: Cancel
        );
        var (code, lines) = await CheckAsync(vhost, sandbox.Url);
        Assert.Equal(1, code);
        Assert.Equal(
            ["pending queue mail-requests", "template not_selected"],
            lines.Where(line => !line.Ok).Select(line => line.What).Order()
        );

        var (again, problems) = await CheckAsync(vhost, sandbox.Url, ("Dispatch__TimeZone", "America/Nowhere"));
        Assert.Equal(1, again);
        Assert.Contains(problems, line => !line.Ok && line.Words.Contains("America/Nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_WithAVariableThatIsNoSetting_WarnsAndIsNotWrong()
    {
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: Cancel);
        var (code, lines) = await CheckAsync(
            await broker.CreateVhostAsync(),
            sandbox.Url,
            ("Dispatch__Polcy", "deadline")
        );
        Assert.Contains(lines, line => line.Words.Contains("did you mean Dispatch__Policy?", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Ok, line.Words));
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Check_OfACoalescedTemplateThatShowsOneMailAlone_SaysSo()
    {
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: Cancel);
        var (code, lines) = await CheckAsync(
            await broker.CreateVhostAsync(),
            sandbox.Url,
            ("Dispatch__Coalesce", "not_selected,confirmation_to_mentor")
        );
        Assert.Equal(1, code);
        var line = Assert.Single(lines, line => !line.Ok);
        Assert.Equal("template confirmation_to_mentor", line.What);
        Assert.Contains("params.COALESCED", line.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAnAccountWithoutRights_NamesWhatItMayNot()
    {
        var vhost = await broker.CreateVhostAsync();
        var account = await broker.Node.CreateAccountAsync(
            vhost,
            configure: ".*",
            write: "mail-requests|mail-journal",
            read: ".*"
        );
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: Cancel);
        var (code, lines) = await CheckAsync(account, sandbox.Url);
        Assert.Equal(1, code);
        Assert.Equal(["parked queue mail-parked"], lines.Where(line => !line.Ok).Select(line => line.What));
    }

    [Fact]
    public async Task Check_WithoutBrokerAndWithARefusedKey_TellsBoth()
    {
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: Cancel);
        sandbox.Sandbox.Faults.Set(
            new Sandbox.Faults.FaultRule
            {
                Status = 401,
                Body = """{"code":"unauthorized","message":"Key not found"}""",
            }
        );
        var (code, lines) = await CheckAsync(new Uri($"amqp://guest:geheim@127.0.0.1:{FreePort.Next()}/"), sandbox.Url);
        Assert.Equal(1, code);
        Assert.Equal(["broker", "provider"], lines.Where(line => !line.Ok).Select(line => line.What));
        Assert.DoesNotContain(lines, line => line.Words.Contains("geheim", StringComparison.Ordinal));
    }

    private static async Task<(int Code, List<(string What, bool Ok, string Words)> Lines)> CheckAsync(
        Uri broker,
        Uri provider,
        params (string Name, string Value)[] more
    )
    {
        var settings = new Dictionary<string, string?>
        {
            ["QUEUE_SERVICE_URL"] = broker.AbsoluteUri,
            ["SENDINBLUE_URL"] = provider.AbsoluteUri,
            ["SENDINBLUE_API_KEY"] = "xkeysib-test",
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        await using var run = await ProgramUnderTest.RunAsync("consumer", ["check", "--json"], settings);
        var lines = JsonDocument
            .Parse(run.Output)
            .RootElement.EnumerateArray()
            .Select(line =>
                (
                    line.GetProperty("what").GetString()!,
                    line.GetProperty("is_ok").GetBoolean(),
                    line.GetProperty("words").GetString()!
                )
            )
            .ToList();
        return (await run.WaitForExitAsync(cancellationToken: Cancel), lines);
    }
}
