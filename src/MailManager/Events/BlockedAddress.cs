using MailDispatcher.Core.Suppression;

namespace MailDispatcher.MailManager.Events;

/// <summary>An address to which the provider sends nothing.</summary>
/// <param name="Since">Null when it was not told.</param>
public sealed record BlockedAddress(string Address, SuppressionCause Cause, DateTimeOffset? Since);
