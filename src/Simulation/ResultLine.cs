namespace MailDispatcher.Simulation;

/// <summary>
/// What became of one mail, as the simulator's output has it; <c>sent</c> is null unless it was sent.
/// </summary>
internal sealed record ResultLine(string Id, string Arrival, string Event, double Value, string? Sent, string Outcome);
