using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>A message on its way to the parked queue.</summary>
/// <param name="Mail">Null for one that can't be read.</param>
internal sealed record Parking(Delivery Delivery, ParkingNote Note, PendingMail? Mail, UrgencyClass UrgencyClass)
{
    /// <summary>What its outcomes tell the app again, where the journal has no other event that does.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>The other mail that has the id it bears; null where that is not why.</summary>
    public Guid? Holder { get; init; }

    /// <summary>An attempt at it may have been taken, and nobody can tell.</summary>
    public bool MayBeSent { get; init; }
}
