using System.Security.Cryptography;
using System.Text;

namespace MailDispatcher.Broker.Definitions;

/// <summary>
/// A password as RabbitMQ keeps it: four random bytes, then SHA-256 of these and the password (its guide "Passwords").
/// </summary>
internal static class PasswordHash
{
    public const string Algorithm = "rabbit_password_hashing_sha256";

    private const int SaltBytes = 4;

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
