using System.Buffers.Binary;

namespace MailDispatcher.Sandbox.Api.Reports;

/// <summary>The id of one mail to one recipient: both numbers, in the form of a UUID.</summary>
internal static class EmailUuid
{
    public static Guid Of(long mail, int recipient)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, mail);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], recipient);
        return new Guid(bytes, bigEndian: true);
    }

    public static (long Mail, int Recipient) Parse(Guid uuid)
    {
        var bytes = uuid.ToByteArray(bigEndian: true);
        return (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(12)));
    }
}
