using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>A bare TCP server that misbehaves as told, on every connection.</summary>
public sealed class RawPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _script;
    private readonly Task _accepting;
    private int _connections;
    private int _requests;

    private RawPeer(Func<RawPeer, Socket, CancellationToken, Task> script)
    {
        _script = (socket, token) => script(this, socket, token);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/v3";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests that arrived whole.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public TaskCompletionSource FirstRequest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes the connection and resets it before it reads anything.</summary>
    public static RawPeer ResettingAtOnce() => new((_, socket, _) => ResetAsync(socket));

    /// <summary>Reads the request and resets.</summary>
    public static RawPeer ResettingAfterRequest() =>
        new(
            async (peer, socket, token) =>
            {
                await peer.ReadRequestAsync(socket, token);
                await ResetAsync(socket);
            }
        );

    /// <summary>Reads the request, sends these bytes and closes.</summary>
    public static RawPeer SendResult(string bytes) =>
        new(
            async (peer, socket, token) =>
            {
                await peer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), token);
                socket.Shutdown(SocketShutdown.Both);
            }
        );

    /// <summary>Reads the request, sends these bytes and then nothing more, without closing.</summary>
    public static RawPeer Hanging(string afterBytes = "") =>
        new(
            async (peer, socket, token) =>
            {
                await peer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.Latin1.GetBytes(afterBytes), token);
                await Task.Delay(Timeout.Infinite, token);
            }
        );

    /// <summary>
    /// Answers one request of each connection properly, with keep-alive, and closes as the next one arrives.
    /// </summary>
    public static RawPeer ClosingOnTheSecondRequest(string answer) =>
        new(
            async (peer, socket, token) =>
            {
                await peer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.Latin1.GetBytes(answer), token);
                await peer.ReadRequestAsync(socket, token);
                await ResetAsync(socket);
            }
        );

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static Task ResetAsync(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        return Task.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        using (socket)
        {
            try
            {
                await _script(socket, _stop.Token);
            }
            catch (Exception e)
                when (e
                        is OperationCanceledException
                            or SocketException
                            or EndOfStreamException
                            or ObjectDisposedException
                )
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task ReadRequestAsync(Socket socket, CancellationToken cancellationToken)
    {
        var received = new StringBuilder();
        var buffer = new byte[8192];
        while (!IsWhole(received.ToString()))
        {
            var read = await socket.ReceiveAsync(buffer, cancellationToken);
            if (read == 0)
                throw new EndOfStreamException();
            received.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        Interlocked.Increment(ref _requests);
        FirstRequest.TrySetResult();
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = request[..end]
            .Split("\r\n")
            .FirstOrDefault(h => h.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
        return request.Length
            >= end
                + 4
                + (
                    length is null
                        ? 0
                        : int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)
                );
    }
}
