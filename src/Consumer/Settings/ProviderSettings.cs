using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.MailManager.Smtp;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Settings;

/// <summary>Through whom mail leaves, and how.</summary>
internal sealed record ProviderSettings
{
    private const string SmtpKind = "smtp";

    /// <summary>Mail leaves over SMTP, not over Brevo's API.</summary>
    public required bool UsesSmtp { get; init; }

    public ProviderKind Kind => UsesSmtp ? ProviderKind.Smtp : ProviderKind.Brevo;

    /// <summary>Null for a relay, and after a problem.</summary>
    public required BrevoOptions? Brevo { get; init; }

    /// <summary>Null for Brevo, and after a problem.</summary>
    public required SmtpOptions? Smtp { get; init; }

    /// <summary>What is wrong, each a sentence. Whoever uses the broker alone need not mind.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>For whoever calls the provider and nobody else.</summary>
    public static ProviderSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        return Read(reader, DispatchSettings.Read(reader), DeliverySettings.Read(reader));
    }

    public static ProviderSettings Read(SettingsReader reader, DispatchSettings dispatch, DeliverySettings delivery)
    {
        var kind = reader.Choice(
            "Provider__Kind",
            "brevo",
            ["brevo", SmtpKind],
            "Who takes the mail: Brevo over its API, or a relay over SMTP (docs/smtp.md)."
        );
        // Both are listed; what is wrong with the other one does not matter.
        var (brevoReader, smtpReader) = (reader.Apart(), reader.Apart());
        var common = reader.Apart();
        var calls = CallSettings.Read(common, dispatch.Zone);
        var brevo = BrevoSettings.Read(brevoReader, calls);
        var smtp = SmtpSettings.Read(smtpReader, calls);
        var usesSmtp = kind == SmtpKind;
        if (usesSmtp)
            CheckTogether(smtpReader, dispatch, delivery);
        var problems = common.Problems.Concat((usesSmtp ? smtpReader : brevoReader).Problems).ToList();
        return new ProviderSettings
        {
            UsesSmtp = usesSmtp,
            Brevo = usesSmtp || problems.Count > 0 ? null : brevo,
            Smtp = usesSmtp && problems.Count == 0 ? smtp : null,
            Problems = problems,
        };
    }

    /// <exception cref="InvalidSettingsException">There are problems; the message lists all of them.</exception>
    public void ThrowIfAnyProblem()
    {
        if (Problems.Count > 0)
            throw new InvalidSettingsException(Problems);
    }

    private static void CheckTogether(SettingsReader reader, DispatchSettings dispatch, DeliverySettings delivery)
    {
        if (dispatch.Allowance is null)
            reader.Problem(
                "Dispatch__Allowance: needed with Provider__Kind=smtp, as 300/day: a relay tells no credits, and "
                    + "without windows all mail would leave at once."
            );
        if (delivery.WebhookPort is not null)
            reader.Problem("Webhooks__Port: a relay (Provider__Kind=smtp) posts no events; leave it out.");
    }
}
