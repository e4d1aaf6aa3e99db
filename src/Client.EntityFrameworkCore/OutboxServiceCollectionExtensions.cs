using MailDispatcher.Client.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MailDispatcher.Client.EntityFrameworkCore;

/// <summary>Puts the relay into an app's services.</summary>
public static class OutboxServiceCollectionExtensions
{
    /// <summary>
    /// The publisher, and a hosted service that publishes what stands in the outbox of <typeparamref name="TContext"/>.
    /// </summary>
    public static IServiceCollection AddMailOutbox<TContext>(
        this IServiceCollection services,
        IConfiguration configuration
    )
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddMailPublisher(configuration);
        services
            .AddOptions<OutboxSettings>()
            .Bind(configuration.GetSection($"{MailPublisherSettings.Section}:Outbox"))
            .Validate(
                settings => settings is { PauseMilliseconds: >= 10 and <= 60_000, Batch: >= 1 and <= 1000 },
                "MailDispatcher:Outbox:PauseMilliseconds is from 10 to 60000, Batch from 1 to 1000."
            )
            .ValidateOnStart();
        services.AddSingleton<OutboxMeter>();
        services.AddScoped<OutboxBatch<TContext>>();
        services.AddHostedService<OutboxRelay<TContext>>();
        return services;
    }
}
