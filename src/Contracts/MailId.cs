using System.Security.Cryptography;
using System.Text;

namespace MailDispatcher.Contracts;

/// <summary>
/// The identity of a mail, the same however often it is delivered: the request's own id, else the AMQP message id, else
/// drawn from the body. Two requests without an id and with the same bytes are the same mail: same person, same
/// template, same event.
/// </summary>
public static class MailId
{
    public static Guid Of(MailRequest? request, string? messageId, ReadOnlySpan<byte> body)
    {
        if (request?.Id is { } own && own != Guid.Empty) return own;
        if (Guid.TryParse(messageId, out var given) && given != Guid.Empty) return given;
        return string.IsNullOrEmpty(messageId) ? FromBytes(body) : FromBytes(Encoding.UTF8.GetBytes(messageId));
    }

    /// <summary>A UUID of version 8 (RFC 9562, section 5.8) from the SHA-256 of the bytes.</summary>
    public static Guid FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash[..16], bigEndian: true);
    }
}
