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
}
