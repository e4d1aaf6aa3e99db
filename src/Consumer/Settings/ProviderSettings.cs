using MailDispatcher.MailManager.Settings;
using MailDispatcher.Settings;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Consumer.Settings;

/// <summary>
/// The provider's settings beside ours: what they mean, for an operator who sees one list, and what is wrong with them,
/// in the same message. They are read for use by <see cref="ProviderOptionsFactory"/>.
/// </summary>
internal static class ProviderSettings
{
    private const string Templates = "Provider:Templates";

    private const string Smtp = "smtp";

    public static void Describe(SettingsReader reader, IConfiguration configuration)
    {
        reader.Choice(
            "Provider__Kind",
            "brevo",
            ["brevo", Smtp],
            "Who takes the mail: Brevo over its API, or a relay over SMTP (docs/smtp.md)."
        );
        reader.Text(
            ProviderOptions.UrlName,
            ProviderOptionsFactory.DefaultUrl,
            "an address, https unless it is a sandbox's",
            "The provider's API."
        );
        reader.Secret(
            ["SENDINBLUE_API_KEY"],
            "The provider's API key, xkeysib-... It must be given here or in one of the two ways below."
        );
        reader.Text(
            "SENDINBLUE_API_KEY_FILE",
            "",
            "a path",
            "File that holds the API key. Without it, systemd's credential sendinblue-api-key counts."
        );
        reader.Text(
            ProviderOptions.TimeoutName,
            "15",
            "seconds, 0.1 to 60",
            "How long one call of the provider may take. Less than a standby takes to take over."
        );
        reader.Note(
            $"{ProviderOptions.TemplatesName}N",
            string.Join(
                ", ",
                configuration.GetSection(Templates).GetChildren().Select(entry => $"{entry.Key}={entry.Value}")
            ),
            "N",
            "the provider's template id, 1 or more",
            "The provider's id of template N, where the two differ."
        );
        foreach (var setting in SmtpSettings.Describe(configuration))
            reader.Note(setting.Name, setting.Value, setting.Default, setting.Allowed, setting.About);
    }

    /// <summary>True for a relay that speaks SMTP.</summary>
    public static bool IsSmtp(IConfiguration configuration) =>
        Smtp.Equals(configuration["Provider:Kind"], StringComparison.OrdinalIgnoreCase);

    public static void Check(SettingsReader reader, IConfiguration configuration, DaemonSettings settings)
    {
        if (settings.UsesSmtp)
        {
            foreach (var problem in SmtpProblems(configuration, settings))
                reader.Problem(problem);
            return;
        }

        try
        {
            new ProviderOptionsFactory(configuration).Create(Options.DefaultName);
        }
        catch (OptionsValidationException e)
        {
            // The zone is ours too, and is said already.
            foreach (
                var problem in e.Failures.Where(f => !f.StartsWith(ProviderOptions.ZoneName, StringComparison.Ordinal))
            )
                reader.Problem($"{problem}.");
        }
    }

    /// <summary>What is wrong with the settings of a relay, each a sentence.</summary>
    public static IEnumerable<string> SmtpProblems(IConfiguration configuration, DaemonSettings? settings)
    {
        if (settings is { Dispatch.Allowance: null })
            yield return "Dispatch__Allowance: needed with Provider__Kind=smtp, as 300/day: a relay tells no credits, "
                + "and without windows all mail would leave at once.";
        if (settings is { Delivery.WebhookPort: not null })
            yield return "Webhooks__Port: a relay (Provider__Kind=smtp) posts no events; leave it out.";
        IReadOnlyList<string> wrong = [];
        try
        {
            SmtpSettings.Read(configuration);
        }
        catch (InvalidSettingsException e)
        {
            wrong = e.Problems;
        }

        // The zone is ours too, and is said already.
        foreach (var problem in wrong)
            if (!problem.StartsWith(ProviderOptions.ZoneName, StringComparison.Ordinal))
                yield return problem;
    }
}
