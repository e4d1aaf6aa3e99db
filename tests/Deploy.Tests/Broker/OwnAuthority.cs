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
    /// <returns>The broker's configuration of a TLS listener with them, which takes a client's as its account.</returns>
    public string WriteFor(string host, string folder, int port)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(IPAddress.Loopback);
        var (server, serverKey) = Write(host, Path.Combine(folder, "server"), "1.3.6.1.5.5.7.3.1", names.Build());
        var authority = Path.Combine(folder, "ca.pem");
        File.WriteAllText(authority, _certificate.ExportCertificatePem());
        return $"""
            listeners.ssl.default = 127.0.0.1:{port}
            ssl_options.cacertfile = {authority}
            ssl_options.certfile = {server}
            ssl_options.keyfile = {serverKey}
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = false
            ssl_cert_login_from = common_name
            auth_mechanisms.1 = EXTERNAL
            auth_mechanisms.2 = PLAIN
            auth_mechanisms.3 = AMQPLAIN

            """;
    }

    /// <summary>Writes the certificate and the key of a client.</summary>
    public (string Certificate, string Key) WriteForClient(string account, string folder) =>
        Write(account, Path.Combine(folder, account), "1.3.6.1.5.5.7.3.2");

    private (string Certificate, string Key) Write(string name, string path, string purpose, X509Extension? more = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (more is not null)
            request.CertificateExtensions.Add(more);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        using var certificate = request.Create(
            _certificate,
            _certificate.NotBefore,
            _certificate.NotAfter,
            RandomNumberGenerator.GetBytes(8)
        );
        File.WriteAllText($"{path}.pem", certificate.ExportCertificatePem());
        File.WriteAllText($"{path}-key.pem", key.ExportPkcs8PrivateKeyPem());
        return ($"{path}.pem", $"{path}-key.pem");
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
