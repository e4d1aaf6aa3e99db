using System.Net;
using System.Net.Sockets;
using System.Text;
using MailDispatcher.TestKit.Proxy;

namespace MailDispatcher.TestKit.Tests;

public sealed class TcpProxyTests : IAsyncLifetime
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private TcpProxy _proxy = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _server.Start();
        _proxy = TcpProxy.Start(((IPEndPoint)_server.LocalEndpoint).Port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Bytes_PassBothWays_AndTheEndToo()
    {
        var (client, server) = await ConnectAsync();
        await SendAsync(client, "question");
        Assert.Equal("question", await ReceiveAsync(server, 8));
        await SendAsync(server, "answer");
        Assert.Equal("answer", await ReceiveAsync(client, 6));
        server.Close();
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], Token));
        client.Close();
        await Eventually.TrueAsync(
            () => _proxy.OpenConnections == 0,
            "the connection is forgotten",
            cancellationToken: Token
        );
    }

    [Fact]
    public async Task Cut_ResetsBothSides_AndNewConnectionsPass()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Cut();
        await AssertResetAsync(client);
        await AssertResetAsync(server);
        var (again, other) = await ConnectAsync();
        await SendAsync(again, "x");
        Assert.Equal("x", await ReceiveAsync(other, 1));
    }

    [Theory]
    [InlineData(CutMoment.Before)]
    [InlineData(CutMoment.After)]
    public async Task CutAt_TextInTwoPieces_CutsAtItsEnd(CutMoment moment)
    {
        var (client, server) = await ConnectAsync();
        var cut = _proxy.CutAt(Direction.ToServer, "publish", moment);
        await SendAsync(client, "first pub");
        Assert.Equal("first pub", await ReceiveAsync(server, 9));
        await SendAsync(client, "lish");
        await cut;
        await AssertResetAsync(client);
        if (moment == CutMoment.After)
        {
            Assert.Equal("lish", await ReceiveAsync(server, 4));
            Assert.Equal(0, await server.ReceiveAsync(new byte[1], Token));
        }
        else
        {
            await AssertResetAsync(server);
        }
    }

    [Fact]
    public async Task Stall_OneDirection_HoldsItsBytesUntilResumed()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Stall(Direction.ToServer);
        await SendAsync(client, "held");
        await SendAsync(server, "free");
        Assert.Equal("free", await ReceiveAsync(client, 4));
        Assert.Equal(0, server.Available);
        _proxy.Resume();
        Assert.Equal("held", await ReceiveAsync(server, 4));
    }

    [Fact]
    public async Task StallAt_TextPasses_HoldsItAndTheOtherWay()
    {
        var (client, server) = await ConnectAsync();
        var stalled = _proxy.StallAt(Direction.ToServer, "publish", Direction.Both);
        await SendAsync(client, "first");
        Assert.Equal("first", await ReceiveAsync(server, 5));
        Assert.False(stalled.IsCompleted);
        await SendAsync(client, "publish");
        await stalled;
        await SendAsync(server, "answer");
        Assert.Equal((0, 0), (client.Available, server.Available));
        _proxy.Resume();
        Assert.Equal("publish", await ReceiveAsync(server, 7));
        Assert.Equal("answer", await ReceiveAsync(client, 6));
    }

    [Fact]
    public async Task Refuse_ClientsAreRefused_UntilAccepted()
    {
        await _proxy.RefuseAsync();
        var refusal = await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        _proxy.Accept();
        var (client, server) = await ConnectAsync();
        await SendAsync(client, "x");
        Assert.Equal("x", await ReceiveAsync(server, 1));
    }

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port, Token);
        return (client, await _server.AcceptSocketAsync(Token));
    }

    private static async Task SendAsync(Socket socket, string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), Token);

    private static async Task<string> ReceiveAsync(Socket socket, int count)
    {
        var buffer = new byte[count];
        using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(buffer, Token);
        return Encoding.UTF8.GetString(buffer);
    }

    private static async Task AssertResetAsync(Socket socket)
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => socket.ReceiveAsync(new byte[1], Token).AsTask());
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }
}
