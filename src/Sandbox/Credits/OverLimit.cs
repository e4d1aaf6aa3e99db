namespace MailDispatcher.Sandbox.Credits;

/// <summary>What happens to a mail when no credit is left.</summary>
public enum OverLimit
{
    /// <summary>402 <c>not_enough_credits</c>; nothing is taken.</summary>
    Refuse,

    /// <summary>
    /// 201 as ever, and the mail is not delivered: a caller that sends at zero credits loses it without a word.
    /// </summary>
    Hold,
}
