namespace MailDispatcher.MailManager.Checks;

/// <summary>
/// Asks the provider whether mail could go out at all: what a send would only show by failing, or not even then (an
/// invalid sender and a template in the old language are accepted, and lost). Nothing is sent. Every answer is a value;
/// only cancellation is an exception.
/// </summary>
public interface IProviderCheck
{
    /// <summary>The templates are files of ours: asking for one tells nothing of the provider.</summary>
    bool HasTemplatesHere { get; }

    /// <summary>Whether the key is taken and transactional mail is activated. One of 100 such calls an hour.</summary>
    Task<AccountCheck> CheckAccountAsync(CancellationToken cancellationToken);

    /// <summary>Whether a template can be filled and sent. One of 300 such calls an hour.</summary>
    /// <param name="number">The number in mail requests; the settings say which template of the provider it is.</param>
    Task<TemplateCheck> CheckTemplateAsync(int number, CancellationToken cancellationToken);

    /// <summary>Whether the account's senders are active. One of 100 such calls an hour.</summary>
    Task<SendersCheck> CheckSendersAsync(CancellationToken cancellationToken);
}
