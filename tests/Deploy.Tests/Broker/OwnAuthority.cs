using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailDispatcher.Deploy.Tests.Broker;

/// <summary>A certificate authority that nobody knows but who is told to.</summary>
public sealed class OwnAuthority : IDisposable
{
    private readonly ECDsa _key;
    private readonly X509Certificate2 _certificate;

    private OwnAuthority(ECDsa key, X509Certificate2 certificate) => (_key, _certificate) = (key, certificate);

    public static OwnAuthority Create()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Mail Dispatcher's test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        return new OwnAuthority(key, request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30)));
    }

    public void WriteTo(string folder) =>
        File.WriteAllText(Path.Combine(folder, "mail-broker-ca.pem"), _certificate.ExportCertificatePem());

    /// <summary>Writes a server's certificate and key.</summary>
    /// <returns>The broker's configuration of a TLS listener with them.</returns>
    public string WriteFor(string host, string folder, int port)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(
            _certificate,
            _certificate.NotBefore,
            _certificate.NotAfter,
            RandomNumberGenerator.GetBytes(8)
        );
        var server = Path.Combine(folder, "server.pem");
        var serverKey = Path.Combine(folder, "server-key.pem");
        var authority = Path.Combine(folder, "ca.pem");
        File.WriteAllText(server, certificate.ExportCertificatePem());
        File.WriteAllText(serverKey, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(authority, _certificate.ExportCertificatePem());
        return $"""
            listeners.ssl.default = 127.0.0.1:{port}
            ssl_options.cacertfile = {authority}
            ssl_options.certfile = {server}
            ssl_options.keyfile = {serverKey}
            ssl_options.verify = verify_none

            """;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
