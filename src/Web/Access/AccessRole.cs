namespace MailDispatcher.Web.Access;

/// <summary>What the holder of a token may do.</summary>
public enum AccessRole
{
    /// <summary>Look at everything that is shown.</summary>
    Reader,

    /// <summary>Look, and act: pause, resume, run now, retry, discard.</summary>
    Operator,
}
