namespace MailDispatcher.Web.View;

/// <param name="Name">broker, provider or schedule.</param>
/// <param name="Words">What it is, in half a sentence.</param>
public sealed record HealthStatus(string Name, HealthLevel State, string Words);
