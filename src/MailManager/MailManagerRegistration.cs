using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Events;
using MailDispatcher.MailManager.Http;
using MailDispatcher.MailManager.Previews;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.MailManager.Smtp;
using MailDispatcher.MailManager.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MailDispatcher.MailManager;

/// <summary>Puts the provider into a program.</summary>
public static class MailManagerRegistration
{
    // Shorter than a server keeps an idle connection, or a mail would meet one that is just being closed.
    private static readonly TimeSpan IdleConnection = TimeSpan.FromSeconds(20);

    // The provider's address may change under a daemon that runs for months.
    private static readonly TimeSpan OldestConnection = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds <see cref="IMailProvider"/>, <see cref="IProviderCheck"/> and <see cref="IProviderEvents"/>, set up from
    /// the program's configuration. Wrong settings stop the host at start with all of them in one message. A
    /// <see cref="TimeProvider"/> that is registered before counts; else it is the real one.
    /// </summary>
    public static IServiceCollection AddMailManager(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ProviderOptions>().ValidateOnStart();
        services.AddSingleton<IOptionsFactory<ProviderOptions>, ProviderOptionsFactory>();
        services.AddSingleton<ProviderResilience>();
        services.AddSingleton<CallBudgets>();
        services.AddSingleton<IMailProvider, MailManager>();
        services.AddSingleton<IProviderCheck, ProviderCheck>();
        services.AddSingleton<IProviderEvents, ProviderEvents>();
        services.AddSingleton<IMailPreviews, ApiPreviews>();
        services
            .AddHttpClient<ProviderClient>(SetUp)
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's own lines hold addresses of calls and, at trace level, headers.
            .RemoveAllLoggers();
        return services;
    }

    /// <summary>
    /// Adds the same three for a relay that speaks SMTP, with templates that are rendered here. A
    /// <see cref="TimeProvider"/> that is registered before counts.
    /// </summary>
    public static IServiceCollection AddSmtp(this IServiceCollection services, SmtpOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<SmtpConnections>();
        services.AddSingleton(provider =>
        {
            var folder = new TemplateFolder(
                options.Templates,
                options.Zone,
                provider.GetRequiredService<TimeProvider>()
            );
            folder.ReadAll(provider.GetRequiredService<ILogger<TemplateFolder>>());
            return folder;
        });
        services.AddSingleton<IMailProvider, SmtpProvider>();
        services.AddSingleton<IProviderCheck, SmtpCheck>();
        services.AddSingleton<IProviderEvents, NoProviderEvents>();
        services.AddSingleton<IMailPreviews, FolderPreviews>();
        return services;
    }

    private static void SetUp(IServiceProvider provider, HttpClient client)
    {
        var options = provider.GetRequiredService<IOptions<ProviderOptions>>().Value;
        client.BaseAddress = options.Url;
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.Add("api-key", options.ApiKey.Reveal());
        client.DefaultRequestHeaders.Add("accept", "application/json");
        client.DefaultRequestHeaders.Add("user-agent", "MailDispatcher/1.0");
    }

    private static SocketsHttpHandler Connections(IServiceProvider provider) =>
        new()
        {
            // A redirect would carry the key to wherever it points.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !provider.GetRequiredService<IOptions<ProviderOptions>>().Value.Url.IsLoopback,
            PooledConnectionIdleTimeout = IdleConnection,
            PooledConnectionLifetime = OldestConnection,
        };
}
