using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace MailDispatcher.Web.Access;

/// <summary>
/// The one secret of the page (<c>Ops__Token</c>) and what is derived from it: the signed session that a browser keeps,
/// and the form token that only a page of ours can know. Nothing is stored here, so a restart logs nobody out, and a
/// changed token logs everybody out.
/// </summary>
public sealed class OperatorToken(string? token, TimeProvider time)
{
    /// <summary>How long a browser stays logged in.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);

    private const int LongestName = 60;

    private readonly byte[]? _key = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes($"mail dispatcher page\n{token}"));

    /// <summary>Without a token nobody may act.</summary>
    public bool IsSet => _key is not null;

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string? given) => token is not null && given is not null && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A session for a browser that has shown the token: the operator's name, until when, and our signature.</summary>
    public string Issue(string name)
    {
        var claim = $"{(time.GetUtcNow() + SessionLife).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.{Encode(Encoding.UTF8.GetBytes(Tidy(name)))}";
        return $"{claim}.{Sign("session", claim)}";
    }

    /// <summary>Whose session it is; null when it is none of ours or has run out.</summary>
    public string? OperatorOf(string? session)
    {
        if (session is null || session.LastIndexOf('.') is not (> 0 and var dot)) return null;
        var claim = session[..dot];
        if (!IsSigned("session", claim, session[(dot + 1)..]) || claim.Split('.') is not [var until, var name]) return null;
        return long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
            ? Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(name)) : null;
    }

    /// <summary>Stands in every form of a session's pages; another site can't read it.</summary>
    public string FormToken(string session) => Sign("form", session);

    public bool IsFormToken(string session, string? given) => given is not null && IsSigned("form", session, given);

    /// <summary>A name as it may stand in the journal: one line, not too long.</summary>
    public static string Tidy(string? name)
    {
        var line = new string([.. (name ?? "").Where(c => !char.IsControl(c))]).Trim();
        return line.Length == 0 ? "somebody" : line.Length > LongestName ? line[..LongestName] : line;
    }

    private bool IsSigned(string purpose, string text, string signature) => _key is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(purpose, text)), Encoding.UTF8.GetBytes(signature));

    private string Sign(string purpose, string text) => _key is null
        ? throw new InvalidOperationException("There is no token to sign with.")
        : Encode(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}\n{text}")));

    private static string Encode(byte[] bytes) => WebEncoders.Base64UrlEncode(bytes);
}
