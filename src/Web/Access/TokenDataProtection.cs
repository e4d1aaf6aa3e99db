using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace MailDispatcher.Web.Access;

/// <summary>
/// Seals cookies and form tokens by a key that follows from the access tokens, so that no key ring has to be kept
/// anywhere. Each purpose has a key of its own; AES-GCM, a random nonce before the text, the tag behind it.
/// </summary>
internal sealed class TokenDataProtection(byte[] key) : IDataProtector
{
    private const int TagLength = 16;

    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;

    public IDataProtector CreateProtector(string purpose) =>
        new TokenDataProtection(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, key.Length, info: Encoding.UTF8.GetBytes(purpose))
        );

    public byte[] Protect(byte[] plaintext)
    {
        var sealedText = new byte[NonceLength + plaintext.Length + TagLength];
        var nonce = sealedText.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(
            nonce,
            plaintext,
            sealedText.AsSpan(NonceLength, plaintext.Length),
            sealedText.AsSpan(NonceLength + plaintext.Length)
        );
        return sealedText;
    }

    /// <exception cref="CryptographicException">It was not sealed by us, or with other tokens.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceLength + TagLength)
            throw new CryptographicException("It is too short to be ours.");
        var plaintext = new byte[protectedData.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(
            protectedData.AsSpan(0, NonceLength),
            protectedData.AsSpan(NonceLength, plaintext.Length),
            protectedData.AsSpan(NonceLength + plaintext.Length),
            plaintext
        );
        return plaintext;
    }
}
