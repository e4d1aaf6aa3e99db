namespace MailDispatcher.MailManager.Answers;

/// <summary><c>GET /account</c>, as far as it is used.</summary>
internal sealed record AccountAnswer(IReadOnlyList<PlanRow?>? Plan, RelayState? Relay);
