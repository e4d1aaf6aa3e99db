using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace MailDispatcher.Deploy.Tests.Systemd;

/// <summary>What systemd listens on: a datagram socket, by a path or by a name in the abstract namespace.</summary>
internal sealed class NotifySocket : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;

    /// <param name="name">As it stands in NOTIFY_SOCKET: a path, or a name after an @.</param>
    public NotifySocket(string name)
    {
        Name = name;
        _socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? $"\0{name[1..]}" : name));
        _listening = Task.Run(ListenAsync);
    }

    public string Name { get; }

    public IReadOnlyCollection<string> Messages => _messages;

    public int Count(string message) => _messages.Count(m => m == message);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _socket.Dispose();
        _end.Dispose();
        if (Name[0] != '@')
            File.Delete(Name);
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
                _messages.Enqueue(Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, _end.Token)));
        }
        catch (OperationCanceledException) { }
    }
}
