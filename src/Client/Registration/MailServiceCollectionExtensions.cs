using MailDispatcher.Client.Outcomes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Client.Registration;

/// <summary>Puts the client into an app's services.</summary>
public static class MailServiceCollectionExtensions
{
    /// <summary>
    /// <see cref="IMailPublisher"/> with its health check <c>mail-publisher</c>, from the section
    /// <c>MailDispatcher</c>. Settings that can't work end the app at its start, all in one message.
    /// </summary>
    public static IServiceCollection AddMailPublisher(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddSettings(services, configuration);
        services.TryAddSingleton(provider => new MailPublisher(
            provider.GetRequiredService<IOptions<MailPublisherSettings>>().Value.ToOptions(),
            provider.GetService<TimeProvider>()
        ));
        services.TryAddSingleton<IMailPublisher>(provider => provider.GetRequiredService<MailPublisher>());
        services
            .AddHealthChecks()
            .Add(
                new HealthCheckRegistration(
                    "mail-publisher",
                    provider => new MailPublisherHealthCheck(provider.GetRequiredService<MailPublisher>()),
                    null,
                    ["mail"]
                )
            );
        return services;
    }

    /// <summary>Hears what became of the app's mails, from the same section; add handlers to what it returns.</summary>
    public static MailOutcomesBuilder AddMailOutcomes(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddSettings(services, configuration);
        services
            .AddOptions<MailPublisherSettings>()
            .Validate(
                settings => settings.App is not null,
                $"{MailPublisherSettings.Section}:App is not set: outcomes are told under the app's name."
            );
        services.AddHostedService(provider =>
            ActivatorUtilities.CreateInstance<OutcomeListener>(
                provider,
                () => provider.GetRequiredService<IOptions<MailPublisherSettings>>().Value.ToOptions()
            )
        );
        return new MailOutcomesBuilder(services);
    }

    private static void AddSettings(IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<MailPublisherSettings>, MailPublisherSettingsCheck>()
        );
        services
            .AddOptions<MailPublisherSettings>()
            .Bind(configuration.GetSection(MailPublisherSettings.Section))
            .PostConfigure(settings =>
                settings.Broker ??= configuration["QUEUE_SERVICE_URL"] ?? configuration["RABBITMQ_URL"]
            )
            .ValidateOnStart();
    }
}
