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

namespace MailDispatcher.MailManager;

/// <summary>Puts the provider into a program.</summary>
public static class MailManagerRegistration
{
    // Shorter than a server keeps an idle connection, or a mail would meet one that is just being closed.
    private static readonly TimeSpan IdleConnection = TimeSpan.FromSeconds(20);

    // The provider's address may change under a daemon that runs for months.
    private static readonly TimeSpan OldestConnection = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds <see cref="IMailProvider"/>, <see cref="IProviderCheck"/>, <see cref="IProviderEvents"/> and
    /// <see cref="IMailPreviews"/> for Brevo's API. A <see cref="TimeProvider"/> that is registered before counts;
    /// else it is the real one.
    /// </summary>
    public static IServiceCollection AddBrevo(this IServiceCollection services, BrevoOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
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
    /// Adds the same four for a relay that speaks SMTP, with templates that are rendered here. A
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
        var options = provider.GetRequiredService<BrevoOptions>();
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
            UseProxy = !provider.GetRequiredService<BrevoOptions>().Url.IsLoopback,
            PooledConnectionIdleTimeout = IdleConnection,
            PooledConnectionLifetime = OldestConnection,
        };
}
