namespace MailDispatcher.Sandbox.Mails;

/// <summary>
/// What Brevo would have done with an accepted mail. Its answer to the call is the same in every case.
/// </summary>
public enum DeliveryOutcome
{
    Delivered,

    /// <summary>The recipient is a blocked contact.</summary>
    Blocked,

    /// <summary>No credit was left (see <see cref="Credits.OverLimit.Hold"/>).</summary>
    Held,

    /// <summary>The sender is none of the account's.</summary>
    SenderRefused,

    /// <summary>The address does not exist: it is blocked from then on.</summary>
    HardBounced,

    /// <summary>The mailbox could not take it, which may pass.</summary>
    SoftBounced,

    /// <summary>Delivered, then reported as spam: the address is blocked from then on.</summary>
    Complained,
}
