using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Templates;

namespace MailDispatcher.MailManager.Smtp;

/// <summary>Asks the relay whether it would take our mail, and the folder whether its templates can be read.</summary>
internal sealed class SmtpCheck(SmtpOptions options, SmtpConnections connections, TemplateFolder templates)
    : IProviderCheck
{
    public bool HasTemplatesHere => true;

    public async Task<AccountCheck> CheckAccountAsync(CancellationToken cancellationToken) =>
        await connections.UseAsync((connection, token) => connection.NoOpAsync(token), null, cancellationToken) switch
        {
            null => new AccountCheck.Ready(),
            SendOutcome.AccountFault fault => new AccountCheck.KeyRefused(fault.Code, fault.Message),
            SendOutcome.NotTaken later => new AccountCheck.Unknown(later.Reason),
            var other => new AccountCheck.Unknown($"the relay's answer has no meaning here ({other.Kind})"),
        };

    public Task<TemplateCheck> CheckTemplateAsync(int number, CancellationToken cancellationToken)
    {
        var id = options.Number(number);
        try
        {
            return Task.FromResult<TemplateCheck>(
                new TemplateCheck.Ready(id, templates.ParametersOf(id)) { Optional = templates.OptionalOf(id) }
            );
        }
        catch (TemplateFaultException e)
        {
            return Task.FromResult<TemplateCheck>(new TemplateCheck.Broken(id, e.Message));
        }
    }

    public async Task<SendersCheck> CheckSendersAsync(CancellationToken cancellationToken) =>
        await connections.UseAsync((connection, token) => connection.OfferAsync(token), null, cancellationToken) switch
        {
            null => new SendersCheck.AllActive(1),
            SendOutcome.NotTaken later => new SendersCheck.Unknown(later.Reason),
            _ => new SendersCheck.NoneActive(),
        };
}
