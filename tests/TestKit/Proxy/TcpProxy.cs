using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailDispatcher.TestKit.Proxy;

/// <summary>
/// A network that a test can break: forwards a port of 127.0.0.1 to a server, and cuts, stalls or refuses when told to.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = [];
    private readonly ConcurrentQueue<TextRule> _rules = [];
    private readonly int _targetPort;
    private readonly FlowControl _gate = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    private TcpProxy(int targetPort) => _targetPort = targetPort;

    public int Port { get; } = FreePort.Next();

    public int OpenConnections => _connections.Count;

    public static TcpProxy Start(int targetPort)
    {
        var proxy = new TcpProxy(targetPort);
        proxy.Accept();
        return proxy;
    }

    /// <summary>The address with the proxy's port in place of the server's.</summary>
    public Uri Through(Uri server) => new UriBuilder(server) { Host = "127.0.0.1", Port = Port }.Uri;

    /// <summary>Resets every open connection, on both sides. New ones are taken.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
            connection.Reset();
    }

    /// <summary>New connections are refused, as when the server is down. Open ones stay.</summary>
    public async Task RefuseAsync()
    {
        _listener?.Dispose();
        _listener = null;
        await _accepting;
    }

    /// <summary>Takes connections again after <see cref="RefuseAsync"/>.</summary>
    public void Accept()
    {
        if (_listener is not null)
            return;
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Bytes of the direction are held back, on open and on new connections; nothing is closed.</summary>
    public void Stall(Direction direction) => _gate.Close(direction);

    /// <summary>Held bytes and all that follow go on.</summary>
    public void Resume() => _gate.Open();

    /// <summary>
    /// Resets the first connection on which the text passes in the direction, before or after it has passed.
    /// </summary>
    /// <param name="text">Compared as UTF-8 with the bytes of the stream.</param>
    /// <returns>Ends when it has been done.</returns>
    public Task CutAt(Direction direction, string text, CutMoment moment) =>
        When(direction, text, moment, Direction.None);

    /// <summary>As <see cref="Stall"/>, from the moment when the text would pass; in that direction it is held back too.</summary>
    /// <param name="seen">The way on which the text is looked for.</param>
    /// <param name="text">Compared as UTF-8 with the bytes of the stream.</param>
    /// <param name="stalled">The way that stands still.</param>
    /// <returns>Ends when it stands.</returns>
    public Task StallAt(Direction seen, string text, Direction stalled) => When(seen, text, null, stalled);

    public async ValueTask DisposeAsync()
    {
        await RefuseAsync();
        Cut();
        Resume();
        await Task.WhenAll(_connections.Values);
    }

    private Task When(Direction seen, string text, CutMoment? cut, Direction stalled)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length is 0 or > TextRule.LongestText)
            throw new ArgumentException($"Give 1 to {TextRule.LongestText} bytes.", nameof(text));
        var rule = new TextRule(seen, bytes, cut, stalled);
        _rules.Enqueue(rule);
        return rule.Done;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            var connection = new ProxiedConnection(client, _gate, () => _rules);
            // Listed first: it may end, and be taken off the list, at once.
            _connections[connection] = Task.CompletedTask;
            _connections.TryUpdate(connection, ForwardAsync(connection), Task.CompletedTask);
        }
    }

    private async Task ForwardAsync(ProxiedConnection connection)
    {
        using (connection)
            await connection.ForwardAsync(_targetPort);
        _connections.TryRemove(connection, out _);
    }
}
