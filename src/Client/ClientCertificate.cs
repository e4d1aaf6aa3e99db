using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailDispatcher.Client;

/// <summary>
/// The certificate that a client shows to the broker (<c>amqps</c>), as PEM files. Read anew at each connect, so that a
/// renewed one counts.
/// </summary>
public sealed record ClientCertificate
{
    public required string CertificateFile { get; init; }

    /// <value>Null: the key stands in the certificate's file.</value>
    public string? KeyFile { get; init; }

    /// <exception cref="BrokerUnavailableException">It can't be read, or the key is not its own.</exception>
    internal X509Certificate2 Read()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BrokerUnavailableException(
                $"The certificate {CertificateFile} can't be read: {e.Message}",
                mayPass: false,
                e
            );
        }
    }
}
