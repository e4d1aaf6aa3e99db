namespace MailDispatcher.Core.Journal;

/// <summary>Withdraws all mail of a person that was asked for until an instant.</summary>
/// <param name="By">The wish, or the cancel request; what it withdraws names it.</param>
public sealed record PersonWithdrawal(Guid By, DateTimeOffset Until);
