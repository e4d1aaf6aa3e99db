namespace MailDispatcher.Consumer.Ops.View;

/// <summary>Something that happened to the dispatcher, in words.</summary>
public sealed record EventRow(DateTimeOffset At, LightState State, string What, string Words);
