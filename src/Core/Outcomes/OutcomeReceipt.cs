using MailDispatcher.Contracts;

namespace MailDispatcher.Core.Outcomes;

/// <summary>What is told, and to whom besides the app.</summary>
/// <param name="ReplyTo">The name under <c>mail-outcomes.</c> that asked for a receipt; null for none.</param>
/// <param name="CorrelationId">What the request asked its receipts to bear; null for nothing.</param>
public sealed record OutcomeReceipt(MailOutcome Outcome, string? ReplyTo, string? CorrelationId);
