namespace MailDispatcher.Sandbox.Credits;

/// <summary>
/// The kinds of plan of <c>GET /v3/account</c>. Unlimited stands in no published list; old accounts have it.
/// </summary>
public enum Plan
{
    /// <summary>So many mails a day; unused ones are lost at the reset.</summary>
    Free,

    /// <summary>A balance that only buying refills.</summary>
    PayAsYouGo,

    /// <summary>A balance with a period.</summary>
    Subscription,

    /// <summary>Mails are not counted.</summary>
    Unlimited,
}
