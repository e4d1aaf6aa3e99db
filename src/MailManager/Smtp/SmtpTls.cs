namespace MailDispatcher.MailManager.Smtp;

/// <summary>How the way to the relay is encrypted.</summary>
public enum SmtpTls
{
    /// <summary>Not at all: for a relay on this machine alone.</summary>
    None,

    /// <summary>From the STARTTLS command on, which the relay must know; port 587 or 25.</summary>
    StartTls,

    /// <summary>From the first byte; port 465.</summary>
    Tls,
}
