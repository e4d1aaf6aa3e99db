using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;

namespace MailDispatcher.Engine;

/// <summary>Judges a message as it is taken, by what it says and by what the journal knows. Pure.</summary>
internal static class Triage
{
    /// <param name="state">Null for a mail that the journal has never seen.</param>
    /// <param name="releasedNumber">Which parking its header says that it was released from; null for none. Anybody can
    /// write it.</param>
    public static TriageResult Judge(DecodedMail decoded, MailState? state, int? releasedNumber, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(decoded);
        // What was parked under this id could not be read, so this is the first that the id really belongs to.
        if (
            state is { Settled: Settlement.Parked, ArrivalIsKnown: false }
            && decoded is DecodedMail.Valid
            && releasedNumber is null
        )
            state = null;
        var asRelease = state?.Settled is Settlement.Parked && releasedNumber == state.ParkedTimes;
        var released = asRelease && state!.RetriedParking == releasedNumber;
        // Only a person releases, and the journal knows of it.
        if (asRelease && !released)
            return new TriageResult.Undecided();
        if (state?.Settled is not null && !released)
            return new TriageResult.Drop();
        if (decoded is not DecodedMail.Valid { Request: var request })
            return new TriageResult.Park(((DecodedMail.Unreadable)decoded).Reason);
        if (released)
            return new TriageResult.Release();
        // Whether a mail in flight was sent must be known before it may expire.
        if (state?.IsInFlight == true || request.Cancel || request.Deadline > now)
            return new TriageResult.Wait();
        return new TriageResult.Expire();
    }
}
