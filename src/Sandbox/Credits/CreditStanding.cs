namespace MailDispatcher.Sandbox.Credits;

/// <summary>What is left of which plan.</summary>
/// <param name="Remaining">Mails; without meaning on an unlimited plan.</param>
public sealed record CreditStanding(int Remaining, Plan Plan);
