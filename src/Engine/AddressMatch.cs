using System.Text;
using MailDispatcher.Contracts;

namespace MailDispatcher.Engine;

/// <summary>Whether a request is to an address; upper and lower case are one. Pure.</summary>
public static class AddressMatch
{
    public static bool IsTo(MailRequest request, string address)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Recipient.Email.Equals(new Recipient(null, address).Email, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Of what can't be read as a request nobody can say more than that the address stands in it.</summary>
    /// <param name="request">Null for bytes that can't be read.</param>
    public static bool IsTo(MailRequest? request, ReadOnlyMemory<byte> body, string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return request is not null
            ? IsTo(request, address)
            : Encoding.UTF8.GetString(body.Span).Contains(address.Trim(), StringComparison.OrdinalIgnoreCase);
    }
}
