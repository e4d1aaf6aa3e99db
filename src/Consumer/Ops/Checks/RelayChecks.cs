using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Checks;
using MailDispatcher.MailManager.Smtp;

namespace MailDispatcher.Consumer.Ops.Checks;

/// <summary>The relay's answers as lines: connection, account, sender; and the folder's templates.</summary>
internal static class RelayChecks
{
    public static async Task<IReadOnlyList<CheckLine>> RunAsync(
        SmtpOptions options,
        IProviderCheck check,
        IEnumerable<int> templates,
        IReadOnlyCollection<int> coalesced,
        CancellationToken cancellationToken
    )
    {
        var account = Account(await check.CheckAccountAsync(cancellationToken), options);
        var lines = new List<CheckLine> { account };
        if (account.IsOk)
            lines.Add(Sender(await check.CheckSendersAsync(cancellationToken)));
        foreach (var template in templates)
            lines.Add(
                ProviderChecks.Template(
                    template,
                    await check.CheckTemplateAsync(template, cancellationToken),
                    coalesced.Contains(template)
                )
            );
        if (account.IsOk)
            lines.Add(ProviderChecks.Credits(new CreditsReading.Uncounted()));
        return lines;
    }

    private static CheckLine Account(AccountCheck account, SmtpOptions options) =>
        account switch
        {
            AccountCheck.Ready => CheckLine.Ok(
                "relay",
                $"{options} answers{(options.Tls == SmtpTls.None ? "" : " encrypted")}"
                    + (options.Account is null ? "" : " and takes the account")
            ),
            AccountCheck.KeyRefused refused => CheckLine.Wrong(
                "relay",
                $"{options} refuses us ({refused.Code}): {refused.Message}",
                "Look at Smtp__Tls, Smtp__User and Smtp__Password, and whether the relay lets this machine in."
            ),
            AccountCheck.Unknown unknown => CheckLine.Wrong(
                "relay",
                $"{options}: {unknown.Reason}",
                "Look at Smtp__Host, Smtp__Port and Smtp__Tls, and whether the relay is reachable from here."
            ),
            _ => throw new InvalidOperationException("A check without a case."),
        };

    private static CheckLine Sender(SendersCheck sender) =>
        sender switch
        {
            SendersCheck.AllActive => CheckLine.Ok("sender", "the relay takes mail from Smtp__Sender"),
            SendersCheck.Unknown unknown => CheckLine.Wrong(
                "sender",
                unknown.Reason,
                "Look whether the relay is reachable from here, then check again."
            ),
            _ => CheckLine.Wrong(
                "sender",
                "the relay refuses mail from Smtp__Sender",
                "Set an address that the account may send from."
            ),
        };
}
