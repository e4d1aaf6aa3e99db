using System.Globalization;
using System.Text;
using MailKit;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>
/// Follows what is said over one connection and keeps of it how far the mail got and what the relay last said no to:
/// exceptions tell neither for certain. It writes nothing down.
/// </summary>
internal sealed class SmtpDialogue : IProtocolLogger
{
    private const int Continue = 334;
    private const int GoAhead = 354;

    private readonly StringBuilder _line = new();
    private readonly StringBuilder _text = new();
    private string _command = SmtpReply.Connect;
    private int _last;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The relay has asked for the content: from here on it may have the mail.</summary>
    public bool MayBeTaken { get; private set; }

    /// <summary>What it said to the whole mail; null while it has said nothing.</summary>
    public SmtpReply? Verdict { get; private set; }

    /// <summary>The last refusal, for now or for ever; null for none.</summary>
    public SmtpReply? Refusal { get; private set; }

    /// <summary>A new mail begins.</summary>
    public void Begin()
    {
        (MayBeTaken, Verdict, Refusal, _last) = (false, null, null, 0);
        _line.Clear();
        _text.Clear();
    }

    public void LogConnect(Uri uri) => _command = SmtpReply.Connect;

    public void LogClient(byte[] buffer, int offset, int count)
    {
        // Neither the content nor the lines of an authentication are commands.
        if (count == 0 || _last == Continue || (MayBeTaken && Verdict is null))
            return;
        var length = buffer.AsSpan(offset, count).IndexOfAny((byte)' ', (byte)'\r', (byte)'\n');
        _command = Encoding.ASCII.GetString(buffer, offset, length < 0 ? count : length).ToUpperInvariant();
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        foreach (var c in Encoding.UTF8.GetString(buffer, offset, count))
        {
            if (c == '\n')
                Line();
            else if (c != '\r')
                _line.Append(c);
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    // The last line of a reply has a blank after its code, the others a hyphen (RFC 5321, section 4.2.1).
    private void Line()
    {
        var line = _line.ToString();
        _line.Clear();
        _text.Append(_text.Length > 0 ? " " : "").Append(line.Length > 4 ? line[4..] : "");
        if (line.Length > 3 && line[3] == '-')
            return;
        var isCode = int.TryParse(line.AsSpan(0, Math.Min(3, line.Length)), NumberStyles.None, null, out var code);
        var reply = new SmtpReply(_command, isCode ? code : 0, _text.ToString());
        _text.Clear();
        _last = reply.Code;
        if (_command == "DATA" && code == GoAhead)
        {
            MayBeTaken = true;
            _command = SmtpReply.Content;
        }
        else if (_command == SmtpReply.Content)
        {
            Verdict ??= reply;
        }

        // What it says to a clearing up afterwards is no answer to the mail.
        if ((reply.IsLater || reply.IsNo) && _command is not ("RSET" or "QUIT" or "NOOP"))
            Refusal = reply;
    }
}
