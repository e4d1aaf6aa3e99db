using System.Globalization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Settings;

namespace MailDispatcher.Consumer.Ops.Checks;

/// <summary>The provider's answers as lines: key, relay, senders, templates, credits.</summary>
internal static class ProviderChecks
{
    private const string TryAgain =
        "Look whether the provider is reachable from here (SENDINBLUE_URL), then check again.";

    public static async Task<IReadOnlyList<CheckLine>> RunAsync(
        BrevoOptions options,
        IProviderCheck check,
        IMailProvider provider,
        IEnumerable<int> templates,
        IReadOnlyCollection<int> coalesced,
        CancellationToken cancellationToken
    )
    {
        var account = Account(await check.CheckAccountAsync(cancellationToken), options.Url);
        // Behind a key that is refused every further question would only repeat it.
        if (!account.IsOk)
            return [account];
        var lines = new List<CheckLine> { account, Senders(await check.CheckSendersAsync(cancellationToken)) };
        foreach (var template in templates)
            lines.Add(
                Template(
                    template,
                    await check.CheckTemplateAsync(template, cancellationToken),
                    coalesced.Contains(template)
                )
            );
        lines.Add(Credits(await provider.ReadCreditsAsync(cancellationToken)));
        return lines;
    }

    private static CheckLine Account(AccountCheck account, Uri url) =>
        account switch
        {
            AccountCheck.Ready => CheckLine.Ok(
                "provider",
                $"{url.Host} takes the API key, and transactional mail is activated"
            ),
            AccountCheck.RelayDisabled => CheckLine.Wrong(
                "provider",
                "the API key is taken, but transactional mail is not activated for the account",
                "Ask the provider to activate it (for Brevo: in the account, under Transactional)."
            ),
            AccountCheck.KeyRefused refused => CheckLine.Wrong(
                "provider",
                $"the API key is refused ({refused.Code}): {refused.Message}",
                "Set SENDINBLUE_API_KEY to a valid key, and allow this machine's address at the provider."
            ),
            AccountCheck.Unknown unknown => CheckLine.Wrong("provider", unknown.Reason, TryAgain),
            _ => throw new InvalidOperationException("A check without a case."),
        };

    private static CheckLine Senders(SendersCheck senders) =>
        senders switch
        {
            SendersCheck.AllActive all => CheckLine.Ok(
                "senders",
                $"{all.Count.ToString(CultureInfo.InvariantCulture)} active"
            ),
            SendersCheck.SomeInactive some => CheckLine.Wrong(
                "senders",
                $"{some.Active} active, not validated: number {string.Join(", ", some.Inactive)}",
                "Validate them at the provider, or see that no template uses them: their mail is accepted and never "
                    + "delivered."
            ),
            SendersCheck.NoneActive => CheckLine.Wrong(
                "senders",
                "none is active: nothing would be delivered",
                "Validate a sender at the provider."
            ),
            SendersCheck.Unknown unknown => CheckLine.Wrong("senders", unknown.Reason, TryAgain),
            _ => throw new InvalidOperationException("A check without a case."),
        };

    public static CheckLine Template(int number, TemplateCheck template, bool coalesced)
    {
        var what = $"template {MailTemplate.NameOf(number)}";
        var map = $"or set {BrevoOptions.TemplatesName}__{number} to the right one";
        return template switch
        {
            TemplateCheck.Ready ready when coalesced && !ready.Parameters.Contains(OutgoingMail.AlongParameter) =>
                CheckLine.Wrong(
                    what,
                    $"number {ready.ProviderId} does not show params.{OutgoingMail.AlongParameter}: of mails that "
                        + "go as one only the first would be read",
                    "Let the template list it at the provider, or take it out of Dispatch__Coalesce."
                ),
            TemplateCheck.Ready ready => CheckLine.Ok(what, $"number {ready.ProviderId} is active"),
            TemplateCheck.Missing missing => CheckLine.Wrong(
                what,
                $"the account has no template {missing.ProviderId}",
                $"Create it at the provider, {map}."
            ),
            TemplateCheck.Inactive inactive => CheckLine.Wrong(
                what,
                $"number {inactive.ProviderId} is switched off",
                $"Activate it at the provider, {map}."
            ),
            TemplateCheck.OldLanguage old => CheckLine.Wrong(
                what,
                $"number {old.ProviderId} is written with %{old.Names.Order().First()}%, which gets no parameters",
                "Write its parameters as {{ params.NAME }} at the provider."
            ),
            TemplateCheck.Broken broken => CheckLine.Wrong(
                what,
                broken.Reason,
                $"Mend the files in the folder of Smtp__Templates, {map}."
            ),
            TemplateCheck.Unknown unknown => CheckLine.Wrong(what, unknown.Reason, TryAgain),
            _ => throw new InvalidOperationException("A check without a case."),
        };
    }

    public static CheckLine Credits(CreditsReading credits) =>
        credits switch
        {
            CreditsReading.Daily daily => CheckLine.Ok(
                "credits",
                $"{daily.Remaining.ToString(CultureInfo.InvariantCulture)} left today"
            ),
            CreditsReading.Balance balance => CheckLine.Ok(
                "credits",
                $"{balance.Remaining.ToString(CultureInfo.InvariantCulture)} left, no daily limit"
            ),
            CreditsReading.Uncounted => CheckLine.Ok("credits", "the relay counts none: Dispatch__Allowance does"),
            CreditsReading.Unlimited => CheckLine.Ok("credits", "the plan has no limit"),
            CreditsReading.Unknown unknown => CheckLine.Wrong(
                "credits",
                unknown.Reason,
                "Nothing is sent while the credits are unknown. " + TryAgain
            ),
            _ => throw new InvalidOperationException("A reading without a case."),
        };
}
