using System.Security.Cryptography;
using System.Text;

namespace MailDispatcher.Web.Access;

/// <summary>The tokens that let people in. Without any, nobody may act, or read from elsewhere.</summary>
internal sealed class AccessTokens(IReadOnlyList<AccessToken> tokens)
{
    private readonly IReadOnlyList<(AccessToken Token, byte[] Hash)> _tokens =
    [
        .. tokens.Select(token => (token, Hash(token.Secret))),
    ];

    public bool Any => _tokens.Count > 0;

    /// <summary>
    /// The token that was shown; null when it is none of ours. All are compared, each in constant time.
    /// </summary>
    public AccessToken? Find(string? given)
    {
        if (given is null)
            return null;
        var hash = Hash(given);
        AccessToken? found = null;
        foreach (var (token, known) in _tokens)
            if (CryptographicOperations.FixedTimeEquals(hash, known))
                found = token;
        return found;
    }

    /// <summary>
    /// What sessions and forms are sealed with. It follows from the tokens: a restart logs nobody out, and a changed
    /// token everybody.
    /// </summary>
    internal byte[] SealingKey() =>
        Any
            ? SHA256.HashData(
                Encoding.UTF8.GetBytes($"mail dispatcher page\n{string.Join('\n', _tokens.Select(t => Text(t.Token)))}")
            )
            : RandomNumberGenerator.GetBytes(32);

    private static string Text(AccessToken token) => $"{token.Name}:{token.Role}:{token.Secret}";

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
