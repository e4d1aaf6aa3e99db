using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MailDispatcher.Client;

namespace MailDispatcher.Broker.Unreadable;

/// <summary>
/// As much of AMQP 0-9-1 as it takes to take messages in hand without reading their properties, to store others with
/// confirms, and to acknowledge. When it is disposed, what was not acknowledged is back in its place.
/// </summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private const ushort Channel = 1;

    private readonly TcpClient _client;
    private readonly AmqpFrames _frames;

    private RawConnection(TcpClient client, AmqpFrames frames) => (_client, _frames) = (client, frames);

    /// <param name="certificate">As for every connection: where the address names no user, it is the account.</param>
    /// <exception cref="IOException">The connection ended.</exception>
    /// <exception cref="InvalidDataException">The broker answered otherwise than expected; the message says
    /// what.</exception>
    public static async Task<RawConnection> OpenAsync(
        Uri broker,
        ClientCertificate? certificate,
        CancellationToken cancellation
    )
    {
        var isSecure = broker.Scheme == "amqps";
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(
                broker.Host,
                broker.Port > 0 ? broker.Port
                    : isSecure ? 5671
                    : 5672,
                cancellation
            );
            Stream stream = client.GetStream();
            if (isSecure)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = broker.Host,
                        ClientCertificates = certificate is null ? [] : [certificate.Read()],
                    },
                    cancellation
                );
                stream = secure;
            }

            var connection = new RawConnection(client, new AmqpFrames(stream));
            await connection.ShakeHandsAsync(
                broker,
                certificate is not null && broker.UserInfo.Length == 0,
                cancellation
            );
            return connection;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next message in hand; null when none is ready.</summary>
    public async Task<RawMessage?> GetAsync(string queue, CancellationToken cancellation)
    {
        await SendAsync(60, 70, new AmqpWriter().Short(0).ShortText(queue).Octet(0), cancellation);
        var (method, arguments) = await ReceiveAsync(cancellation);
        if (method == (60, 72))
            return null;
        if (method != (60, 71))
            throw Unexpected(method, arguments);
        var tag = BinaryPrimitives.ReadUInt64BigEndian(arguments);
        var header = (await _frames.ReadAsync(cancellation)).Payload;
        var body = new byte[BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(4))];
        for (var read = 0; read < body.Length; )
        {
            var part = (await _frames.ReadAsync(cancellation)).Payload;
            part.CopyTo(body, read);
            read += part.Length;
        }

        return new RawMessage(tag, header[12..], body);
    }

    /// <summary>Stores a persistent message; returns once the broker has confirmed it.</summary>
    public async Task PublishAsync(
        string queue,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        const ushort HeadersAndDeliveryMode = 0x2000 | 0x1000;
        const byte Mandatory = 1;
        await SendAsync(
            60,
            40,
            new AmqpWriter().Short(0).ShortText(queue).ShortText(queue).Octet(Mandatory),
            cancellation
        );
        var header = new AmqpWriter()
            .Short(60)
            .Short(0)
            .LongLong((ulong)body.Length)
            .Short(HeadersAndDeliveryMode)
            .Table(headers)
            .Octet(2);
        await _frames.WriteAsync(AmqpFrames.Header, Channel, header.ToArray(), cancellation);
        for (var from = 0; from < body.Length; from += _frames.MostPayload)
            await _frames.WriteAsync(
                AmqpFrames.Body,
                Channel,
                body[from..Math.Min(body.Length, from + _frames.MostPayload)],
                cancellation
            );
        await ExpectAsync((60, 80), cancellation);
    }

    public Task AckAsync(ulong tag, CancellationToken cancellation) =>
        SendAsync(60, 80, new AmqpWriter().LongLong(tag).Octet(0), cancellation);

    /// <summary>Returns once the broker has done all that was sent before.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        await _frames.WriteAsync(
            AmqpFrames.Method,
            0,
            new AmqpWriter().Short(10).Short(50).Short(200).ShortText("done").Short(0).Short(0).ToArray(),
            cancellation
        );
        await ExpectAsync((10, 51), cancellation);
    }

    private async Task ShakeHandsAsync(Uri broker, bool isCertificateAccount, CancellationToken cancellation)
    {
        var user = broker.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var vhost = broker.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(broker.AbsolutePath[1..]) : "/";
        await _frames.StartAsync(cancellation);
        await ExpectAsync((10, 10), cancellation);
        await SendAsync(
            0,
            10,
            11,
            new AmqpWriter()
                .Table(new Dictionary<string, string> { ["product"] = "mail dispatcher" })
                .ShortText(isCertificateAccount ? "EXTERNAL" : "PLAIN")
                .LongText(
                    isCertificateAccount
                        ? []
                        : Encoding.UTF8.GetBytes(
                            $"\0{user.ElementAtOrDefault(0) ?? "guest"}\0{user.ElementAtOrDefault(1) ?? "guest"}"
                        )
                )
                .ShortText("en_US"),
            cancellation
        );
        var tuning = await ExpectAsync((10, 30), cancellation);
        var most = BinaryPrimitives.ReadUInt32BigEndian(tuning.AsSpan(2));
        if (most > 0)
            _frames.MostPayload = (int)Math.Min(most, int.MaxValue) - 8;
        // No heartbeats: all of it takes seconds.
        await SendAsync(
            0,
            10,
            31,
            new AmqpWriter().Short(BinaryPrimitives.ReadUInt16BigEndian(tuning)).Long(most).Short(0),
            cancellation
        );
        await SendAsync(0, 10, 40, new AmqpWriter().ShortText(vhost).ShortText("").Octet(0), cancellation);
        await ExpectAsync((10, 41), cancellation);
        await SendAsync(20, 10, new AmqpWriter().ShortText(""), cancellation);
        await ExpectAsync((20, 11), cancellation);
        await SendAsync(85, 10, new AmqpWriter().Octet(0), cancellation);
        await ExpectAsync((85, 11), cancellation);
    }

    private Task SendAsync(int @class, int method, AmqpWriter arguments, CancellationToken cancellation) =>
        SendAsync(Channel, @class, method, arguments, cancellation);

    private Task SendAsync(
        ushort channel,
        int @class,
        int method,
        AmqpWriter arguments,
        CancellationToken cancellation
    ) =>
        _frames.WriteAsync(
            AmqpFrames.Method,
            channel,
            new AmqpWriter().Short(@class).Short(method).ToArray().Concat(arguments.ToArray()).ToArray(),
            cancellation
        );

    private async Task<((int Class, int Method) Method, byte[] Arguments)> ReceiveAsync(CancellationToken cancellation)
    {
        var (type, payload) = await _frames.ReadAsync(cancellation);
        if (type != AmqpFrames.Method)
            throw new InvalidDataException($"The broker sent a frame of type {type} where a method was due.");
        return (
            (BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(2))),
            payload[4..]
        );
    }

    private async Task<byte[]> ExpectAsync((int Class, int Method) expected, CancellationToken cancellation)
    {
        var (method, arguments) = await ReceiveAsync(cancellation);
        return method == expected ? arguments : throw Unexpected(method, arguments);
    }

    // A close says why: its code, then the words.
    private static InvalidDataException Unexpected((int Class, int Method) method, byte[] arguments) =>
        new(
            method is (10, 50) or (20, 40)
                ? $"The broker refused: {BinaryPrimitives.ReadUInt16BigEndian(arguments)} "
                    + $"{Encoding.UTF8.GetString(arguments.AsSpan(3, arguments[2]))}"
                : $"The broker answered with method {method.Class}.{method.Method}."
        );

    public async ValueTask DisposeAsync()
    {
        await _frames.DisposeAsync();
        _client.Dispose();
    }
}
