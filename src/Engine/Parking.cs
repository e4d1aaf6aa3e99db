using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>A message on its way to the parked queue.</summary>
/// <param name="Mail">Null for one that can't be read.</param>
internal sealed record Parking(Delivery Delivery, ParkingNote Note, PendingMail? Mail, string UrgencyClass);
