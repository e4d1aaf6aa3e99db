using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>
/// A relay that speaks SMTP line by line and misbehaves as told: at a command (CONNECT for its greeting, CONTENT for
/// the end of a mail) it says other words, says nothing, or goes away.
/// </summary>
public sealed class ScriptedRelay : IAsyncDisposable
{
    /// <summary>Instead of an answer: the connection is reset.</summary>
    public const string Cut = "cut";

    /// <summary>Instead of an answer: nothing.</summary>
    public const string Silence = "silence";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, string> _faults = new();
    private readonly ConcurrentQueue<string> _mails = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly Task _accepting;
    private int _connections;

    public ScriptedRelay()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Mails whose end arrived, whatever was answered.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    public IReadOnlyList<string> Commands => [.. _commands];

    /// <summary>The connection ends after each answer to a mail.</summary>
    public bool EndsAfterAMail { get; set; }

    /// <param name="command">As MAIL; 354 for the moment at which the content is asked for.</param>
    /// <param name="answer">A reply, with its code; or one of the two above.</param>
    public void At(string command, string answer) => _faults[command] = answer;

    public void Mend() => _faults.Clear();

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
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
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        try
        {
            if (!await AnswerAsync(socket, "CONNECT", "220 relay ready"))
                return;
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                _commands.Enqueue(line);
                var command = line.Split(' ', 2)[0].ToUpperInvariant();
                var goesOn = command switch
                {
                    "EHLO" => await AnswerAsync(socket, "EHLO", "250-relay\r\n250-AUTH PLAIN\r\n250 SIZE 1000000"),
                    "AUTH" => await AnswerAsync(socket, "AUTH", "235 welcome"),
                    "DATA" => await AnswerAsync(socket, "DATA", "354 go ahead")
                        && (_faults.ContainsKey("DATA") || await TakeAsync(socket, reader)),
                    "QUIT" => await AnswerAsync(socket, "QUIT", "221 bye") && false,
                    _ => await AnswerAsync(socket, command, "250 2.1.0 fine"),
                };
                if (!goesOn)
                    return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<bool> TakeAsync(Socket socket, StreamReader reader)
    {
        if (_faults.GetValueOrDefault("354") == Cut)
            return Reset(socket);
        var content = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        _mails.Enqueue(content.ToString());
        return await AnswerAsync(socket, "CONTENT", "250 2.0.0 queued as 4711") && !EndsAfterAMail;
    }

    private async Task<bool> AnswerAsync(Socket socket, string command, string answer)
    {
        answer = _faults.GetValueOrDefault(command) ?? answer;
        if (answer == Cut)
            return Reset(socket);
        if (answer == Silence)
            await Task.Delay(Timeout.Infinite, _stop.Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{answer}\r\n"), _stop.Token);
        return !answer.StartsWith("421", StringComparison.Ordinal);
    }

    private static bool Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        return false;
    }
}
