using System.Security.Cryptography;
using System.Text;

namespace MailDispatcher.Core.Suppression;

/// <summary>
/// Makes of an address what the journal may keep: a hash under a secret key, so that whoever has the journal can't try
/// addresses out. Upper and lower case are one address. Safe for concurrent use.
/// </summary>
public sealed class AddressKeys
{
    /// <summary>Characters that a secret must have at least.</summary>
    public const int ShortestSecret = 32;

    // Of 256 bits half are enough to tell addresses apart, and take half the room.
    private const int KeptBytes = 16;

    private readonly IReadOnlyList<byte[]> _secrets;

    /// <param name="secrets">The present one, then former ones, under which hashes may still be listed; none: no
    /// address is known again.</param>
    public AddressKeys(IEnumerable<string> secrets) => _secrets = [.. secrets.Select(Encoding.UTF8.GetBytes)];

    public static AddressKeys None { get; } = new([]);

    public bool IsOn => _secrets.Count > 0;

    /// <summary>The hash to write down; null without a secret or an address.</summary>
    public string? Of(string? address) =>
        IsOn && !string.IsNullOrWhiteSpace(address) ? Hash(_secrets[0], address) : null;

    /// <summary>All hashes under which an address may stand.</summary>
    public IReadOnlyList<string> AllOf(string address) => [.. _secrets.Select(secret => Hash(secret, address))];

    private static string Hash(byte[] secret, string address) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(address.Trim().ToUpperInvariant())).AsSpan(0, KeptBytes)
        );
}
