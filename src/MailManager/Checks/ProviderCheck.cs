using System.Collections.Frozen;
using MailDispatcher.MailManager.Answers;
using MailDispatcher.MailManager.Http;
using MailDispatcher.MailManager.Settings;
using MailDispatcher.MailManager.Templates;

namespace MailDispatcher.MailManager.Checks;

/// <summary>Asks the provider's API about the account, its templates and its senders. It keeps nothing.</summary>
internal sealed class ProviderCheck(ProviderClient client, BrevoOptions options) : IProviderCheck
{
    public bool HasTemplatesHere => false;

    public async Task<AccountCheck> CheckAccountAsync(CancellationToken cancellationToken)
    {
        var exchange = await client.GetAsync("account", CallBudget.Account, cancellationToken);
        if (exchange is Exchange.Answered { Answer: { Status: 401 or 403 } refusal })
        {
            var error = ProviderError.Of(refusal);
            return new AccountCheck.KeyRefused(
                error.Code ?? $"http_{refusal.Status}",
                error.Message ?? "the provider gave no reason"
            );
        }

        if (exchange.Content is not { } body)
            return new AccountCheck.Unknown(ReadingFailure.Reason(exchange));
        return AnswerBody.Read(body, AnswerJson.Default.AccountAnswer)?.Relay?.Enabled switch
        {
            true => new AccountCheck.Ready(),
            false => new AccountCheck.RelayDisabled(),
            null => new AccountCheck.Unknown(
                "the account's answer doesn't say whether transactional mail is activated"
            ),
        };
    }

    public async Task<TemplateCheck> CheckTemplateAsync(int number, CancellationToken cancellationToken)
    {
        var id = options.ProviderTemplate(number);
        var exchange = await client.GetAsync($"smtp/templates/{id}", CallBudget.Transactional, cancellationToken);
        // Only the provider's own 404 is about the template; another's is about the address.
        if (exchange is Exchange.Answered { Answer: { Status: 404 } refusal } && ProviderError.Of(refusal).IsSpoken)
            return new TemplateCheck.Missing(id);
        if (exchange.Content is not { } body)
            return new TemplateCheck.Unknown(id, ReadingFailure.Reason(exchange)) { IsRefusal = exchange.IsRefusal };
        var answer = AnswerBody.Read(body, AnswerJson.Default.TemplateAnswer);
        if (answer is not { IsActive: { } active, HtmlContent: { } html })
            return new TemplateCheck.Unknown(id, "the template's answer can't be read");
        if (!active)
            return new TemplateCheck.Inactive(id);

        var content = $"{answer.Subject}\n{html}";
        var parameters = TemplateLanguage.Parameters(content);
        var old = parameters.Count > 0 ? FrozenSet<string>.Empty : TemplateLanguage.OldNames(content);
        return old.Count > 0
            ? new TemplateCheck.OldLanguage(id, old)
            : new TemplateCheck.Ready(id, parameters) { Optional = TemplateLanguage.Optional(content) };
    }

    public async Task<SendersCheck> CheckSendersAsync(CancellationToken cancellationToken)
    {
        var exchange = await client.GetAsync("senders", CallBudget.Account, cancellationToken);
        if (exchange.Content is not { } body)
            return new SendersCheck.Unknown(ReadingFailure.Reason(exchange));
        var senders = AnswerBody.Read(body, AnswerJson.Default.SendersAnswer)?.Senders?.OfType<SenderRow>().ToList();
        if (senders is null || senders.Exists(sender => sender.Active is null))
            return new SendersCheck.Unknown("the senders' answer can't be read");
        var inactive = senders.Where(sender => sender.Active == false).Select(sender => sender.Id ?? 0).ToList();
        return (senders.Count - inactive.Count, inactive.Count) switch
        {
            (0, _) => new SendersCheck.NoneActive(),
            (var active, 0) => new SendersCheck.AllActive(active),
            (var active, _) => new SendersCheck.SomeInactive(active, inactive),
        };
    }
}
