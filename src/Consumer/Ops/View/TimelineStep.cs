namespace MailDispatcher.Consumer.Ops.View;

/// <param name="What">asked, attempted, answered, settled ...: one word.</param>
public sealed record TimelineStep(DateTimeOffset At, LightState State, string What, string Words);
