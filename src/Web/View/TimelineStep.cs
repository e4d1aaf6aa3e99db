namespace MailDispatcher.Web.View;

/// <param name="What">asked, attempted, answered, settled ...: one word.</param>
public sealed record TimelineStep(DateTimeOffset At, HealthLevel State, string What, string Words);
