using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MailDispatcher.Broker.Unreadable;

/// <summary>Writes the arguments of AMQP methods (AMQP 0-9-1, section 4.2.5).</summary>
internal sealed class AmqpWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public AmqpWriter Octet(byte value)
    {
        _bytes.Write([value]);
        return this;
    }

    public AmqpWriter Short(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter Long(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter LongLong(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <param name="value">At most 255 bytes of UTF-8.</param>
    public AmqpWriter ShortText(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Octet(checked((byte)bytes.Length));
        _bytes.Write(bytes);
        return this;
    }

    public AmqpWriter LongText(ReadOnlySpan<byte> value)
    {
        Long((uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>A table whose values are texts.</summary>
    public AmqpWriter Table(IReadOnlyDictionary<string, string> values)
    {
        var table = new AmqpWriter();
        foreach (var (key, value) in values)
            table.ShortText(key).Octet((byte)'S').LongText(Encoding.UTF8.GetBytes(value));
        return LongText(table.ToArray());
    }
}
