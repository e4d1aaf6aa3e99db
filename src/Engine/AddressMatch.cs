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
        return request is not null ? IsTo(request, address) : Holds(Encoding.UTF8.GetString(body.Span), address.Trim());
    }

    // The whole address: ana@example.com is neither joana@example.com nor ana@example.com.br.
    private static bool Holds(string text, string address)
    {
        for (
            var at = text.IndexOf(address, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(address, at + 1, StringComparison.OrdinalIgnoreCase)
        )
        {
            var after = text.AsSpan(at + address.Length);
            if (
                (at == 0 || !IsOfAnAddress(text[at - 1]))
                && (after.IsEmpty || !IsOfAnAddress(after[0]) || IsFullStop(after))
            )
                return true;
        }

        return false;
    }

    // RFC 5322's atext, and the dot between atoms.
    private static bool IsOfAnAddress(char c) =>
        char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal);

    private static bool IsFullStop(ReadOnlySpan<char> after) =>
        after[0] == '.' && (after.Length == 1 || !char.IsLetterOrDigit(after[1]));
}
