using System.Buffers.Binary;

namespace MailDispatcher.Broker.Unreadable;

/// <summary>Frames of AMQP 0-9-1 on a stream (its section 4.2.3). One channel, one user at a time.</summary>
internal sealed class AmqpFrames(Stream stream) : IAsyncDisposable
{
    public const byte Method = 1;
    public const byte Header = 2;
    public const byte Body = 3;

    private const byte Heartbeat = 8;
    private const byte End = 0xCE;
    private const int Prologue = 7;

    /// <summary>The most bytes of one frame's payload; agreed on with the broker.</summary>
    public int MostPayload { get; set; } = 131_072 - Prologue - 1;

    public Task StartAsync(CancellationToken cancellation) =>
        stream.WriteAsync("AMQP\0\0\x09\x01"u8.ToArray(), cancellation).AsTask();

    public async Task WriteAsync(
        byte type,
        ushort channel,
        ReadOnlyMemory<byte> payload,
        CancellationToken cancellation
    )
    {
        var frame = new byte[Prologue + payload.Length + 1];
        frame[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), channel);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(3), (uint)payload.Length);
        payload.CopyTo(frame.AsMemory(Prologue));
        frame[^1] = End;
        await stream.WriteAsync(frame, cancellation);
    }

    /// <summary>The next frame that is no heartbeat.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    /// <exception cref="EndOfStreamException">The connection has ended.</exception>
    public async Task<(byte Type, byte[] Payload)> ReadAsync(CancellationToken cancellation)
    {
        var prologue = new byte[Prologue];
        while (true)
        {
            await stream.ReadExactlyAsync(prologue, cancellation);
            var length = BinaryPrimitives.ReadUInt32BigEndian(prologue.AsSpan(3));
            if (length > int.MaxValue - 1)
                throw new InvalidDataException("The broker sent a frame of impossible length.");
            var payload = new byte[length + 1];
            await stream.ReadExactlyAsync(payload, cancellation);
            if (payload[^1] != End)
                throw new InvalidDataException("The broker sent a frame without an end.");
            if (prologue[0] != Heartbeat)
                return (prologue[0], payload[..^1]);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
