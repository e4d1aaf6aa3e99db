namespace MailDispatcher.Web.View;

/// <param name="Name">hourly or end of day.</param>
public sealed record NextRun(string Name, DateTimeOffset At);
