namespace MailDispatcher.Core.Health;

/// <summary>The verdict on everything, in words.</summary>
/// <param name="Title">One sentence.</param>
/// <param name="Detail">What it rests on, or what to do.</param>
public sealed record Headline(HealthLevel State, string Title, string Detail);
