using System.Net;
using System.Net.Sockets;

namespace MailDispatcher.TestKit.Proxy;

/// <summary>One client's connection through the proxy, and its counterpart to the server.</summary>
internal sealed class ProxiedConnection(Socket client, FlowControl gate, Func<IEnumerable<TextRule>> rules)
    : IDisposable
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _reset = new();
    private volatile bool _answersAreLost;

    /// <summary>Ends when both sides are closed.</summary>
    public async Task ForwardAsync(int targetPort)
    {
        try
        {
            client.NoDelay = _server.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, targetPort, _reset.Token);
            await Task.WhenAll(
                CopyAsync(client, _server, Direction.ToServer),
                CopyAsync(_server, client, Direction.ToClient)
            );
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Zero seconds of lingering make a close a reset.
            client.LingerState = new LingerOption(true, 0);
            if (!_answersAreLost)
                _server.LingerState = new LingerOption(true, 0);
        }

        client.Close();
        _server.Close();
    }

    /// <summary>Both sides see a connection reset.</summary>
    public void Reset()
    {
        try
        {
            _reset.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself just now.
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
        _reset.Dispose();
    }

    private async Task CopyAsync(Socket from, Socket to, Direction direction)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            var before = Array.Empty<byte>();
            while (await from.ReceiveAsync(buffer, _reset.Token) is > 0 and var count)
            {
                await gate.PassAsync(direction, _reset.Token);
                var chunk = buffer.AsMemory(0, count);
                var rule = FirstRule(direction, before, chunk.Span);
                if (rule is { Stalled: not Direction.None })
                {
                    gate.Close(rule.Stalled);
                    rule.Tell();
                    await gate.PassAsync(direction, _reset.Token);
                }

                if (rule is { Cut: CutMoment.After })
                    _answersAreLost = true;
                if (rule is not { Cut: CutMoment.Before } && (direction == Direction.ToServer || !_answersAreLost))
                    await SendAllAsync(to, chunk);
                if (rule is { Cut: not null })
                {
                    rule.Tell();
                    throw new OperationCanceledException();
                }

                before = [.. before.Concat(chunk.ToArray()).TakeLast(TextRule.LongestText)];
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // The other direction waits for bytes that will not come.
            await _reset.CancelAsync();
            throw;
        }
    }

    private TextRule? FirstRule(Direction direction, byte[] before, ReadOnlySpan<byte> chunk)
    {
        foreach (var rule in rules())
        {
            if (!direction.HasFlag(rule.Direction))
                continue;
            // A text can begin in the bytes before, which have passed, but must end in these.
            byte[] seen = [.. before.TakeLast(rule.Length - 1), .. chunk];
            if (rule.IsIn(seen) && rule.Take())
                return rule;
        }

        return null;
    }

    private async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await to.SendAsync(bytes, _reset.Token)..];
    }
}
