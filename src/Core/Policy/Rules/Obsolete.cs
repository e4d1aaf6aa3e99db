namespace MailDispatcher.Core.Policy.Rules;

/// <summary>A waiting request that is not to be sent any more.</summary>
/// <param name="By">The newest request of the same topic to the same recipient.</param>
/// <param name="Cancelled">True when that one is a cancel request, false when it takes this one's place.</param>
/// <param name="IsGuess">Nobody can say which of the two is newer.</param>
public sealed record Obsolete(Guid Id, Guid By, bool Cancelled, bool IsGuess = false);
