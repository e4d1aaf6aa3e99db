using System.Net.Http.Headers;
using MailDispatcher.Sandbox;
using MailDispatcher.TestKit;

namespace MailDispatcher.Consumer.Tests;

/// <summary>A wrong token stays in the history of actions, whichever instance it was shown to.</summary>
public sealed class RefusedSignInsTests(SharedBroker broker)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WrongToken_ShownToAStandby_IsToldByTheLeaderWithinAMinute()
    {
        var vhost = await broker.CreateVhostAsync();
        await using var sandbox = await SandboxServer.StartAsync(cancellationToken: Cancel);
        await using var leader = DaemonUnderTest.Start(vhost, sandbox.Url);
        await leader.LeadsAsync(cancellationToken: Cancel);
        await using var standby = DaemonUnderTest.Start(
            vhost,
            sandbox.Url,
            [KeyValuePair.Create("Ops__Token", (string?)"right-token-0123456789")]
        );
        await standby.ListensAsync(Cancel);
        using var http = new HttpClient { BaseAddress = standby.Page };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong-token-0123456789");
        // This machine's own visitors may read without one; a wrong one is counted all the same.
        using var answer = await http.GetAsync(new Uri("api/status", UriKind.Relative), Cancel);
        await Eventually.TrueAsync(
            async () =>
                (await leader.GetAsync("api/events?kind=action", Cancel)).Text.Contains(
                    "wrong-token 1 time",
                    StringComparison.Ordinal
                ),
            "the leader tells of it",
            TimeSpan.FromSeconds(100),
            Cancel
        );
    }
}
