namespace MailDispatcher.Web.View;

/// <summary>Something that happened to the dispatcher, in words.</summary>
public sealed record EventRow(DateTimeOffset At, HealthLevel State, string What, string Words);
