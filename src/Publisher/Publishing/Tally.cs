namespace MailDispatcher.Publisher.Publishing;

/// <summary>What became of the entries.</summary>
/// <param name="Refused">Lines that are no mail request.</param>
/// <param name="NotConfirmed">Mails that the broker did not confirm, those after the first failure included.</param>
/// <param name="Failure">Why the run ended early; null when it came to the end of its input.</param>
internal sealed record Tally(int Published, int Refused, int NotConfirmed, string? Failure);
