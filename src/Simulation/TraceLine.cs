namespace MailDispatcher.Simulation;

/// <summary>One mail as a trace file has it.</summary>
internal sealed record TraceLine(string Arrival, string Event, int Template, double Value, string Id);
