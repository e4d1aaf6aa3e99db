using MailDispatcher.Sandbox.Credits;

namespace MailDispatcher.Sandbox.Control;

/// <summary>What to change of the credits; what is null stays.</summary>
internal sealed record CreditChange(int? Remaining, Plan? Plan);
