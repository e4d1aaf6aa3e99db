namespace MailDispatcher.Consumer.Ops.View;

/// <param name="Name">broker, provider or schedule.</param>
/// <param name="Words">What it is, in half a sentence.</param>
public sealed record Light(string Name, LightState State, string Words);
