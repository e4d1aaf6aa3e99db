namespace MailDispatcher.Core.Operations;

/// <summary>What a parked mail says, for an operator's eyes alone: it holds names and addresses.</summary>
/// <param name="Cause">As parked.</param>
/// <param name="Reason">As parked: the field and the rule, or the provider's words.</param>
/// <param name="Text">The body, indented where it is JSON.</param>
public sealed record ParkedBody(Guid Mail, string Cause, string Reason, string Text);
