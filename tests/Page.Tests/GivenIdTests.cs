using System.Text;
using MailDispatcher.Contracts;
using MailDispatcher.TestKit;
using RabbitMQ.Client;

namespace MailDispatcher.Page.Tests;

/// <summary>
/// A request that can't be read is parked under a name drawn from its bytes, and found by the id that its app gave it.
/// </summary>
public sealed class GivenIdTests(SharedBroker broker, Browser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unreadable_IsFoundByTheIdThatItsAppGave()
    {
        await using var live = await LiveDaemon.StartAsync(await broker.CreateVhostAsync(), cancellationToken: Cancel);
        var (given, other) = (Guid.CreateVersion7(), Guid.NewGuid());
        var body = Encoding.UTF8.GetBytes($$"""{"id": "{{given}}", "template": 7, "number": 1}""");
        var key = MailId.FromBytes(body);
        await PublishAsync(live.Broker, body);
        await Eventually.TrueAsync(
            async () => (await live.StatusAsync(Cancel)).GetProperty("parked").GetArrayLength() == 1,
            "it is parked and seen",
            cancellationToken: Cancel
        );

        var (code, why) = await live.CommandAsync("why", given.ToString(), "--json");
        Assert.Equal(0, code);
        Assert.Contains($"\"id\": \"{key}\"", why, StringComparison.Ordinal);
        Assert.Contains($"Its app gave it the id {given}", why, StringComparison.Ordinal);
        var (found, hits) = await live.CommandAsync("find", given.ToString("N")[..14]);
        Assert.Equal(0, found);
        Assert.Contains(key.ToString()[..8], hits, StringComparison.Ordinal);
        Assert.Equal(1, (await live.CommandAsync("why", other.ToString())).Code);
        Assert.Equal(1, (await live.CommandAsync("find", other.ToString())).Code);

        var (shownCode, shown) = await ParkedAsync(live, given);
        Assert.Equal(0, shownCode);
        Assert.Contains($"{key}  unreadable", shown, StringComparison.Ordinal);
        Assert.Contains($"its app gave it the id {given}", shown, StringComparison.Ordinal);
        Assert.Equal(1, (await ParkedAsync(live, given, other)).Code);

        var page = await browser.OpenAsync(live.Daemon.Page, script: false);
        await page.FillAsync("input[name=q]", given.ToString());
        await page.ClickAsync("button:text-is('Find')");
        Assert.StartsWith("1 mail found", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await page.ClickAsync($"main a[href='/mails/{key}']");
        await page.GotoAsync($"/mails/{given}");
        Assert.Contains(key.ToString(), await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.DoneAsync();
    }

    private static async Task<(int Code, string Output)> ParkedAsync(LiveDaemon live, params Guid[] ids)
    {
        await using var program = await ProgramUnderTest.RunAsync(
            "consumer",
            ["parked", "show", .. ids.Select(id => id.ToString())],
            new Dictionary<string, string?> { ["QUEUE_SERVICE_URL"] = live.Broker.AbsoluteUri }
        );
        return (await program.WaitForExitAsync(cancellationToken: Cancel), program.Output);
    }

    private static async Task PublishAsync(Uri address, byte[] body)
    {
        await using var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync(Cancel);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true),
            cancellationToken: Cancel
        );
        await channel.BasicPublishAsync(
            "",
            PendingQueueOptions.DefaultName,
            mandatory: true,
            new BasicProperties { Persistent = true },
            body,
            Cancel
        );
    }
}
