namespace MailDispatcher.Core.Suppression;

/// <summary>Why no mail goes to an address.</summary>
public enum SuppressionCause
{
    /// <summary>It does not exist, or can never be reached.</summary>
    HardBounced,

    /// <summary>The person called a mail spam.</summary>
    Complained,

    /// <summary>The person wants no more mail.</summary>
    Unsubscribed,

    /// <summary>The provider holds it back.</summary>
    Blocked,

    /// <summary>Several mails in a row did not get in, which may pass.</summary>
    SoftBounced,

    /// <summary>A person said so.</summary>
    Imported,
}
