namespace MailDispatcher.MailManager.Checks;

/// <summary>Whether the account may send. Closed.</summary>
public abstract record AccountCheck
{
    private AccountCheck() { }

    /// <summary>The key is taken and transactional mail is activated.</summary>
    public sealed record Ready : AccountCheck;

    /// <summary>The key is taken, but the provider has not activated transactional mail for the account.</summary>
    public sealed record RelayDisabled : AccountCheck;

    /// <summary>401 or 403: the key, its rights, or the address that the call came from.</summary>
    public sealed record KeyRefused(string Code, string Message) : AccountCheck;

    /// <summary>The provider could not be asked, or its answer doesn't say.</summary>
    public sealed record Unknown(string Reason) : AccountCheck;
}
