using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// The identity of a mail, the same however often it is delivered: the request's own id, else the AMQP message id, else
/// drawn from the body. Two requests without an id that say the same, in whatever order, are the same mail: same
/// person, same template, same event.
/// </summary>
public static class MailId
{
    /// <summary>
    /// Of what was decoded. What can't be read is named by its bytes, whatever id it bears: it must not pass for the
    /// good mail of that id, nor for another unreadable one.
    /// </summary>
    public static Guid OfDecoded(DecodedMail decoded, string? messageId, ReadOnlySpan<byte> body) =>
        decoded switch
        {
            DecodedMail.Valid { Request.Id: { } own } when own != Guid.Empty => own,
            DecodedMail.Unreadable => FromBytes(body),
            _ => Of(null, messageId, body),
        };

    public static Guid Of(MailRequest? request, string? messageId, ReadOnlySpan<byte> body)
    {
        if (request?.Id is { } own && own != Guid.Empty)
            return own;
        if (Guid.TryParse(messageId, out var given) && given != Guid.Empty)
            return given;
        return string.IsNullOrEmpty(messageId) ? FromContent(body) : FromBytes(Encoding.UTF8.GetBytes(messageId));
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

    // Fields that nobody reads count too: two mails that differ only there are two to their app. When it was published
    // does not: an app that tries again means the same mail.
    private static Guid FromContent(ReadOnlySpan<byte> body)
    {
        using var document = body.Length <= MailRequestCodec.MaxBodyBytes ? MailRequestCodec.Parse(body) : null;
        if (document is not { RootElement.ValueKind: JsonValueKind.Object })
            return FromBytes(body);
        try
        {
            return FromBytes(CanonicalJson.Of(document.RootElement, without: Wire.PublishedAt));
        }
        catch (InvalidOperationException)
        {
            return FromBytes(body);
        }
    }
}
