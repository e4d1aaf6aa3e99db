using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Client;

/// <summary>Opens connections to the broker in the one way that suits us.</summary>
internal static class BrokerConnector
{
    /// <summary>A broker that hangs is noticed after two of these.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker may take for one answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The client itself would wait three quarters of a minute for a silent broker's goodbye.</summary>
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    /// <summary>Tries the brokers in their order, each once.</summary>
    /// <param name="certificate">Shown to the broker; null for none. Where an address names no user, it is the
    /// account.</param>
    /// <exception cref="BrokerUnavailableException">None takes us; it may pass if it may for one of them.</exception>
    /// <exception cref="ArgumentException">There is no address.</exception>
    public static async Task<IConnection> OpenAsync(
        IReadOnlyList<Uri> brokers,
        string name,
        ClientCertificate? certificate = null,
        CancellationToken cancellationToken = default
    ) => (await OpenFirstAsync(brokers, name, certificate, cancellationToken)).Connection;

    /// <inheritdoc cref="OpenAsync(IReadOnlyList{Uri}, string, ClientCertificate?, CancellationToken)"/>
    /// <returns>The connection, and the address that it was made to.</returns>
    public static async Task<(IConnection Connection, Uri Broker)> OpenFirstAsync(
        IReadOnlyList<Uri> brokers,
        string name,
        ClientCertificate? certificate,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(brokers);
        if (brokers.Count == 0)
            throw new ArgumentException("There is no address of a broker.", nameof(brokers));
        var failures = new List<BrokerUnavailableException>();
        foreach (var broker in brokers)
        {
            try
            {
                return (await OpenAsync(broker, name, certificate, cancellationToken), broker);
            }
            catch (BrokerUnavailableException e)
            {
                failures.Add(e);
            }
        }

        throw failures.Count == 1
            ? failures[0]
            : new BrokerUnavailableException(
                string.Join(' ', failures.Select(e => e.Message)),
                failures.Exists(e => e.MayPass),
                failures[0]
            );
    }

    /// <inheritdoc cref="OpenAsync(IReadOnlyList{Uri}, string, ClientCertificate?, CancellationToken)"/>
    public static Task<IConnection> OpenAsync(Uri broker, string name, CancellationToken cancellationToken = default) =>
        OpenAsync(broker, name, null, cancellationToken);

    /// <param name="broker"><c>amqp://user:password@host:port/vhost</c> or <c>amqps://</c>.</param>
    /// <param name="name">How RabbitMQ's own page names the connection.</param>
    /// <exception cref="BrokerUnavailableException">It can't be reached, or refuses the account or the virtual
    /// host.</exception>
    /// <exception cref="ArgumentException">The address is none of a broker.</exception>
    private static async Task<IConnection> OpenAsync(
        Uri broker,
        string name,
        ClientCertificate? certificate,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(broker);
        var factory = new ConnectionFactory
        {
            Uri = broker,
            // After a recovery of the client's own, an acknowledgement of before is dropped in silence.
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            ContinuationTimeout = Patience,
            RequestedConnectionTimeout = Patience,
        };
        if (certificate is not null)
            Show(certificate, factory, broker);
        var place = $"{factory.HostName}:{factory.Port}";
        IConnection? connection = null;
        try
        {
            connection = await factory.CreateConnectionAsync(name, cancellationToken);
            // The client does not wait for the verdict on the virtual host; the first channel hears it.
            await using var probe = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return connection;
        }
        catch (Exception e)
        {
            if (connection is not null)
                await CloseAsync(connection);
            if (
                cancellationToken.IsCancellationRequested
                || e is not (BrokerUnreachableException or OperationInterruptedException or IOException)
            )
                throw;
            throw Refusal(e, factory) is { } refusal
                ? new BrokerUnavailableException($"The broker at {place} {refusal}", mayPass: false, e)
                : new BrokerUnavailableException(
                    $"The broker at {place} can't be reached: {Innermost(e).Message}",
                    mayPass: true,
                    e
                );
        }
    }

    private static void Show(ClientCertificate certificate, ConnectionFactory factory, Uri broker)
    {
        factory.Ssl.Certs = [certificate.Read()];
        if (broker.UserInfo.Length == 0)
            factory.AuthMechanisms = [new ExternalMechanismFactory()];
    }

    /// <summary>
    /// Closes it with all its channels. Never throws, and returns within seconds: where a broker is silent, the client
    /// gives up on its goodbye later, by itself.
    /// </summary>
    public static Task CloseAsync(IConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Task.WhenAny(GoodbyeAsync(connection), Task.Delay(LongestGoodbye));
    }

    private static async Task GoodbyeAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync();
            await connection.DisposeAsync();
        }
        catch (Exception e)
            when (e
                    is OperationInterruptedException
                        or IOException
                        or OperationCanceledException
                        or ObjectDisposedException
                        or TimeoutException
            )
        {
            // It is over either way; what the broker did not confirm has been told to whoever published it.
        }
    }

    // What the broker means when it answers and says no; null when there is no answer.
    private static string? Refusal(Exception? failure, ConnectionFactory factory) =>
        failure switch
        {
            null => null,
            AuthenticationFailureException or PossibleAuthenticationFailureException => factory.Ssl.Certs
                is { Count: > 0 }
                ? "refuses the account, or the certificate that stands for it."
                : "refuses the user name or the password in its address.",
            OperationInterruptedException { ShutdownReason.ReplyCode: 530 } =>
                $"has no virtual host '{factory.VirtualHost}', or the account may not use it.",
            AuthenticationException => $"offers a certificate that is not valid for it: {failure.Message}",
            _ => Refusal(failure.InnerException, factory),
        };

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
