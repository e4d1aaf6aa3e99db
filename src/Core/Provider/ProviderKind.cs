namespace MailDispatcher.Core.Provider;

/// <summary>
/// The providers that mail may leave through: what one of them took, no other knows of. The journal writes it by its
/// name.
/// </summary>
public enum ProviderKind
{
    /// <summary>The first there was: an attempt that names none went to it.</summary>
    Brevo,
    Smtp,
}
