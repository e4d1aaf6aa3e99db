namespace MailDispatcher.Core.Health;

/// <summary>How one part stands.</summary>
/// <param name="Name">broker, provider, credits, schedule, templates, uncertain or queue.</param>
/// <param name="Words">What it is, in half a sentence.</param>
public sealed record HealthStatus(string Name, HealthLevel State, string Words);
