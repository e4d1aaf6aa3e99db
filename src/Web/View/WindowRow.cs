namespace MailDispatcher.Web.View;

/// <summary>What is left in one window of the allowance.</summary>
/// <param name="Window">As the setting writes it: <c>100/hour</c>.</param>
/// <param name="Mails">How many it allows.</param>
/// <param name="Left">How many may still leave in it.</param>
/// <param name="MoreAt">When more may leave; null when a rolling window holds none.</param>
/// <param name="Binds">It is the one that lets the fewest mails leave now.</param>
public sealed record WindowRow(string Window, int Mails, int Left, DateTimeOffset? MoreAt, bool Binds);
