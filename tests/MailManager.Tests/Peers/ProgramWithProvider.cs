using System.Collections.Frozen;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Events;
using MailDispatcher.MailManager.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>The provider set up as a program does it, against a peer of the test.</summary>
public sealed class ProgramWithProvider : IAsyncDisposable
{
    public const string Key = "xkeysib-0123456789abcdef-SECRET";

    private readonly ServiceProvider _services;

    public ProgramWithProvider(string url, TimeProvider? time = null, Func<BrevoOptions, BrevoOptions>? change = null)
    {
        var options = new BrevoOptions
        {
            Url = new Uri(url.TrimEnd('/') + "/"),
            ApiKey = new ApiKey(Key),
            Timeout = TimeSpan.FromSeconds(15),
            Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Recife"),
            Templates = FrozenDictionary<int, long>.Empty,
        };
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        if (time is not null)
            services.AddSingleton(time);
        services.AddBrevo(change?.Invoke(options) ?? options);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public CapturedLog Log { get; } = new();

    public IMailProvider Provider => _services.GetRequiredService<IMailProvider>();

    public IProviderEvents Events => _services.GetRequiredService<IProviderEvents>();

    public IProviderCheck Check => _services.GetRequiredService<IProviderCheck>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
