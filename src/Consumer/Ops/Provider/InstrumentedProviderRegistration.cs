using MailDispatcher.Core.Provider;

namespace MailDispatcher.Consumer.Ops.Provider;

/// <summary>Puts the watch before the provider that is registered already.</summary>
internal static class InstrumentedProviderRegistration
{
    public static IServiceCollection AddInstrumentedProvider(this IServiceCollection services)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IMailProvider));
        return services.AddSingleton<IMailProvider>(provider => new InstrumentedProvider(
            (IMailProvider)(
                inner.ImplementationInstance
                ?? inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)
            ),
            provider.GetRequiredService<ProviderCalls>(),
            provider.GetRequiredService<TimeProvider>()
        ));
    }
}
