using System.Net.Sockets;
using MailDispatcher.Clock;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.MailManager.Tests.Peers;
using MailDispatcher.TestKit;

namespace MailDispatcher.MailManager.Tests;

/// <summary>
/// Connections that fail at every point: before the request left it is not taken, from then on it is uncertain.
/// </summary>
public sealed class LostConnectionTests
{
    private const string Accepted =
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{\"messageId\":\"<1@relay>\"}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_WhereNobodyListens_IsNotTaken()
    {
        var outcome = await SendAsync($"http://127.0.0.1:{FreePort.Next()}/v3");
        Assert.Contains(
            "refused",
            Assert.IsType<SendOutcome.NotTaken>(outcome).Reason,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task Send_ToANameThatDoesNotExist_IsNotTaken() =>
        Assert.IsType<SendOutcome.NotTaken>(await SendAsync("http://no-such-host.invalid/v3"));

    [Fact]
    public async Task Send_ToAPeerThatSpeaksNoTls_IsNotTaken()
    {
        await using var plain = await ScriptedProvider.StartAsync();
        Assert.IsType<SendOutcome.NotTaken>(
            await SendAsync(plain.Url.Replace("http:", "https:", StringComparison.Ordinal))
        );
        Assert.Empty(plain.Calls);
    }

    [Fact]
    public async Task Send_ResetAsSoonAsConnected_IsNeverSaidToBeTaken()
    {
        await using var peer = RawPeer.ResettingAtOnce();
        await using var program = new ProgramWithProvider(peer.Url);
        // Whether the reset arrives before or after the body was written is chance; either way nobody may call it
        // taken.
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => program.Provider.SendAsync(Mails.Any(), Token))
        );
        Assert.All(
            outcomes,
            outcome => Assert.True(outcome is SendOutcome.Uncertain or SendOutcome.NotTaken, outcome.ToString())
        );
    }

    [Fact]
    public async Task Send_ResetAfterTheRequest_IsUncertainAndSentOnce()
    {
        await using var peer = RawPeer.ResettingAfterRequest();
        Assert.IsType<SendOutcome.Uncertain>(await SendAsync(peer.Url));
        Assert.Equal(1, peer.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 201 Cre")]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Le")]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 9999 What\r\n\r\n")]
    [InlineData("\0\u0001\u0002\u0003")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 500\r\n\r\n{\"code\":\"duplicate_par")]
    [InlineData("HTTP/1.1 422 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 500\r\n\r\nhalf")]
    public async Task Send_AnsweredByHalfOrByGarbage_IsUncertainAndSentOnce(string bytes)
    {
        await using var peer = RawPeer.SendResult(bytes);
        Assert.IsType<SendOutcome.Uncertain>(await SendAsync(peer.Url));
        Assert.Equal(1, peer.Requests);
    }

    [Fact]
    public async Task Send_AcceptedWithABodyThatBreaksOff_IsAccepted()
    {
        await using var peer = RawPeer.SendResult(
            "HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{\"messageId\":\"<1@"
        );
        Assert.Equal(new SendOutcome.Accepted(null), await SendAsync(peer.Url));
    }

    [Theory]
    [InlineData("401 Unauthorized", typeof(SendOutcome.AccountFault))]
    [InlineData("402 Payment Required", typeof(SendOutcome.OutOfCredits))]
    [InlineData("429 Too Many", typeof(SendOutcome.Throttled))]
    [InlineData("503 Unavailable", typeof(SendOutcome.NotTaken))]
    public async Task Send_AnsweredByAStatusThatNeedsNoBody_IsThatWithoutOne(string status, Type outcome)
    {
        await using var peer = RawPeer.SendResult($"HTTP/1.1 {status}\r\nContent-Length: 500\r\n\r\nhalf");
        Assert.IsType(outcome, await SendAsync(peer.Url));
    }

    [Fact]
    public async Task Send_NotAnsweredInTime_IsUncertain()
    {
        await using var peer = RawPeer.Hanging();
        var outcome = Assert.IsType<SendOutcome.Uncertain>(
            await SendAsync(peer.Url, null, o => o with { Timeout = TimeSpan.FromSeconds(0.5) })
        );
        Assert.Contains("0.5 s", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(1, peer.Requests);
    }

    [Fact]
    public async Task Send_AcceptedWithABodyThatNeverEnds_IsAcceptedWhenTheTimeIsOver()
    {
        await using var peer = RawPeer.Hanging("HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{");
        Assert.Equal(
            new SendOutcome.Accepted(null),
            await SendAsync(peer.Url, null, o => o with { Timeout = TimeSpan.FromSeconds(0.5) })
        );
    }

    [Fact]
    public async Task Send_ByAFastClock_HasTheTimeOutInRealTime()
    {
        // A day in two minutes: 20 s of this clock are 28 ms, in which no first call of a process is done.
        var origin = TimeProvider.System.GetUtcNow();
        await using var peer = await ScriptedProvider.StartAsync(
            ScriptedAnswer.Accepted with
            {
                After = Task.Delay(TimeSpan.FromMilliseconds(500), Token),
            }
        );
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(peer.Url, new FastClock(origin, origin, 720)));
    }

    [Fact]
    public async Task Send_ToAnAddressThatDoesNotAnswer_IsNotTakenWhenTheTimeIsOver()
    {
        // A full backlog takes no further connection and refuses none.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        deaf.Listen(1);
        var fillers = new List<Socket>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    Blocking = false,
                };
                fillers.Add(filler);
                _ = filler.ConnectAsync(deaf.LocalEndPoint!, Token).AsTask();
            }

            await Eventually.TrueAsync(
                () => fillers.Any(f => f.Connected),
                "the backlog begins to fill",
                cancellationToken: Token
            );
            var outcome = Assert.IsType<SendOutcome.NotTaken>(
                await SendAsync(
                    $"http://{deaf.LocalEndPoint}/v3",
                    null,
                    o => o with { Timeout = TimeSpan.FromSeconds(1) }
                )
            );
            Assert.Contains("no connection within 1 s", outcome.Reason, StringComparison.Ordinal);
        }
        finally
        {
            fillers.ForEach(f => f.Dispose());
        }
    }

    [Fact]
    public async Task Send_OverAConnectionThatTheProviderIsClosing_IsNotSilentlyRepeated()
    {
        await using var peer = RawPeer.ClosingOnTheSecondRequest(Accepted);
        await using var program = new ProgramWithProvider(peer.Url);
        Assert.IsType<SendOutcome.Accepted>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.IsType<SendOutcome.Uncertain>(await program.Provider.SendAsync(Mails.Any(), Token));
        Assert.Equal(2, peer.Requests);
        Assert.Equal(1, peer.Connections);
    }

    private static async Task<SendOutcome> SendAsync(
        string url,
        TimeProvider? time = null,
        Func<BrevoOptions, BrevoOptions>? change = null
    )
    {
        await using var program = new ProgramWithProvider(url, time, change);
        return await program.Provider.SendAsync(Mails.Any(), Token);
    }
}
