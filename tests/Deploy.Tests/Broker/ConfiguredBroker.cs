using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using MailDispatcher.TestKit;
using MailDispatcher.TestKit.Processes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MailDispatcher.Deploy.Tests.Broker;

/// <summary>
/// A blank broker that starts with <c>ops/rabbitmq/rabbitmq.conf</c> and what <c>consumer definitions</c> made: no
/// guest, our three accounts, our queues, and TLS with a certificate of the tests' own authority.
/// </summary>
public sealed class ConfiguredBroker : IAsyncLifetime
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(180);

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-configured-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly int _management = FreePort.Next();
    private ChildProcess? _process;

    public int TlsPort { get; } = FreePort.Next();

    public OwnAuthority Authority { get; } = OwnAuthority.Create();

    /// <summary>A folder that holds the authority's certificate alone.</summary>
    public string Trusted => Path.Combine(_folder, "trusted");

    /// <summary>The certificate and the key of one of the accounts, by which it needs no password.</summary>
    public (string Certificate, string Key) CertificateOf(string account) =>
        Authority.WriteForClient($"mail-{account}", _folder);

    public string Definitions => Path.Combine(_folder, "definitions.json");

    public static string PasswordOf(string account) => $"{account}: p/w@d #1";

    public string PasswordFile(string account) => Path.Combine(_folder, account);

    /// <summary>The broker as one of the accounts: <c>publisher</c>, <c>dispatcher</c> or <c>monitor</c>.</summary>
    public Uri UriOf(string account) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"amqp://mail-{account}:{Uri.EscapeDataString(PasswordOf(account))}@127.0.0.1:{_port}/"
            )
        );

    /// <summary>RabbitMQ's own page as one of the accounts.</summary>
    public HttpClient PageAs(string account)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_management}/api/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"mail-{account}:{PasswordOf(account)}"))
        );
        return client;
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var account in (string[])["publisher", "dispatcher", "monitor"])
            await File.WriteAllTextAsync(PasswordFile(account), PasswordOf(account) + "\n");
        await using var made = await ProgramUnderTest.RunAsync(
            "consumer",
            [
                "definitions",
                "--output",
                Definitions,
                .. ((string[])["publisher", "dispatcher", "monitor"]).SelectMany(account =>
                    (string[])[$"--{account}-password-file", PasswordFile(account)]
                ),
            ]
        );
        Assert.True(File.Exists(Definitions), made.Output);

        var configuration = Directory.CreateDirectory(Path.Combine(_folder, "conf.d")).FullName;
        var shipped = await File.ReadAllTextAsync(Repository.At("ops/rabbitmq/rabbitmq.conf"));
        await File.WriteAllTextAsync(
            Path.Combine(configuration, "20-mail-dispatcher.conf"),
            shipped
                .Replace("/etc/rabbitmq/definitions.json", Definitions, StringComparison.Ordinal)
                .Replace("disk_free_limit.absolute = 1GB", "disk_free_limit.absolute = 10MB", StringComparison.Ordinal)
        );
        await File.WriteAllTextAsync(
            Path.Combine(configuration, "30-tls.conf"),
            Authority.WriteFor("localhost", _folder, TlsPort)
        );
        Authority.WriteTo(Directory.CreateDirectory(Trusted).FullName);
        _process = ChildProcess.Start(
            Repository.At("dev"),
            [
                "broker",
                "--dir",
                Path.Combine(_folder, "node"),
                "--port",
                $"{_port}",
                "--management",
                $"{_management}",
                "--plugin",
                "rabbitmq_auth_mechanism_ssl",
            ],
            new Dictionary<string, string?> { ["RABBITMQ_CONFIG_FILES"] = Path.Combine(configuration, "*.conf") }
        );
        try
        {
            await Eventually.TrueAsync(
                async () => _process.HasExited || await IsUpAsync(),
                $"the broker in {_folder} is up",
                LongestStart
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{_process.Output}\n{Log()}", e);
        }

        Assert.False(_process.HasExited, _process.Output + Log());
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Send(Signal.Terminate);
            await _process.WaitForExitAsync();
            await _process.DisposeAsync();
        }

        Authority.Dispose();
        await Eventually.TrueAsync(
            () =>
            {
                Directory.Delete(_folder, recursive: true);
                return true;
            },
            $"{_folder} can be deleted"
        );
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            using var page = PageAs("monitor");
            await using var connection = await new ConnectionFactory
            {
                Uri = UriOf("monitor"),
                AutomaticRecoveryEnabled = false,
            }.CreateConnectionAsync();
            using var answer = await page.GetAsync(new Uri("overview", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is BrokerUnreachableException or HttpRequestException)
        {
            return false;
        }
    }

    private string Log() =>
        string.Concat(Directory.EnumerateFiles(_folder, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText));
}
