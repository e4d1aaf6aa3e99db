namespace MailDispatcher.MailManager.Answers;

/// <param name="Enabled">False until the provider has activated transactional mail for the account.</param>
internal sealed record RelayState(bool? Enabled);
