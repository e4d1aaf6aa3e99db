using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Events;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>The provider set up as a program does it, from settings, against a peer of the test.</summary>
public sealed class ProgramWithProvider : IAsyncDisposable
{
    public const string Key = "xkeysib-0123456789abcdef-SECRET";

    private readonly ServiceProvider _services;

    public ProgramWithProvider(string url, TimeProvider? time = null, params (string Name, string Value)[] settings)
    {
        var configuration = new Dictionary<string, string?> { ["SENDINBLUE_URL"] = url, ["SENDINBLUE_API_KEY"] = Key };
        foreach (var (name, value) in settings)
            configuration[name] = value;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        if (time is not null)
            services.AddSingleton(time);
        services.AddMailManager();
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public CapturedLog Log { get; } = new();

    public IMailProvider Provider => _services.GetRequiredService<IMailProvider>();

    public IProviderEvents Events => _services.GetRequiredService<IProviderEvents>();

    public IProviderCheck Check => _services.GetRequiredService<IProviderCheck>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
