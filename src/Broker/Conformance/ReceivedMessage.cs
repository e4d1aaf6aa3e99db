using MailDispatcher.Core.Ports;

namespace MailDispatcher.Broker.Conformance;

/// <summary>One message that a publisher sent to be looked at.</summary>
/// <param name="Delivery">As the dispatcher would get it; without any properties where they can't be read.</param>
/// <param name="HeaderProblem">Why its properties can't be read; null when they can.</param>
public sealed record ReceivedMessage(Delivery Delivery, string? HeaderProblem);
