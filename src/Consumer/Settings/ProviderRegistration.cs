using MailDispatcher.MailManager;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Puts the provider that the settings name into a program.</summary>
internal static class ProviderRegistration
{
    /// <exception cref="InvalidSettingsException">Anything is wrong with the provider's settings.</exception>
    public static IServiceCollection AddProvider(this IServiceCollection services, ProviderSettings settings)
    {
        settings.ThrowIfAnyProblem();
        return settings.Smtp is { } relay ? services.AddSmtp(relay) : services.AddBrevo(settings.Brevo!);
    }
}
