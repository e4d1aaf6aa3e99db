namespace MailDispatcher.Core.Health;

/// <summary>A template that the provider can't send.</summary>
/// <param name="Waiting">Mails that wait on it.</param>
/// <param name="FirstDue">The soonest deadline among them; null when none waits.</param>
/// <param name="Reason">What is wrong with it, in half a sentence.</param>
public sealed record UnusableTemplate(string Name, int Waiting, DateTimeOffset? FirstDue, string Reason);
