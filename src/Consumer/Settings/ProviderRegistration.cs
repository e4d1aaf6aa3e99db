using MailDispatcher.MailManager;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Puts the provider that the settings name into a program.</summary>
internal static class ProviderRegistration
{
    /// <exception cref="MailDispatcher.Settings.InvalidSettingsException">Anything is wrong with a relay's
    /// settings.</exception>
    public static IServiceCollection AddProvider(
        this IServiceCollection services,
        DaemonSettings settings,
        IConfiguration configuration
    ) => settings.UsesSmtp ? services.AddSmtp(SmtpSettings.Read(configuration)) : services.AddMailManager();
}
