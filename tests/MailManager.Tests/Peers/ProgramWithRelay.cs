using System.Collections.Frozen;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>A relay set up as a program does it, against a peer of the test.</summary>
public sealed class ProgramWithRelay : IAsyncDisposable
{
    public const string Password = "a-SECRET-of-the-relay";

    private readonly ServiceProvider _services;

    public ProgramWithRelay(
        int port,
        string? templates = null,
        double timeout = 10,
        bool withAccount = true,
        SmtpTls tls = SmtpTls.None,
        string host = "127.0.0.1"
    )
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSmtp(
            new SmtpOptions
            {
                Host = host,
                Port = port,
                Tls = tls,
                Account = withAccount ? ("dispatcher", Password) : null,
                Sender = new Recipient("Mentoring", "mentoring@sender.example"),
                Templates = templates ?? TestTemplates.Examples,
                Connections = 4,
                Timeout = TimeSpan.FromSeconds(timeout),
                Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Recife"),
                Numbers = FrozenDictionary<int, long>.Empty,
            }
        );
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public CapturedLog Log { get; } = new();

    public IMailProvider Provider => _services.GetRequiredService<IMailProvider>();

    public IProviderCheck Check => _services.GetRequiredService<IProviderCheck>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
