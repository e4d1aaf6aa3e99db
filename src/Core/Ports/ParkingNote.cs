namespace MailDispatcher.Core.Ports;

/// <summary>Why a message is parked; it travels with the original bytes as headers.</summary>
/// <param name="Cause">One of <see cref="ParkingCause"/>, or the provider's code.</param>
/// <param name="Reason">In words, for a person; no address, no name.</param>
/// <param name="Number">How often this mail was parked, from 1.</param>
public sealed record ParkingNote(Guid Mail, string Cause, string Reason, int Number, DateTimeOffset At)
{
    /// <summary>It may have been sent, and nobody knows.</summary>
    public bool MayBeSent => Cause == ParkingCause.Uncertain;
}
