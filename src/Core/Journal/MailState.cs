using MailDispatcher.Contracts;

namespace MailDispatcher.Core.Journal;

/// <summary>What the journal tells of one mail, folded: about 200 bytes. Only <see cref="Projection"/> changes it.</summary>
public sealed class MailState(Guid id)
{
    public Guid Id { get; } = id;

    public DateTimeOffset Arrived { get; internal set; }

    /// <summary>False when the journal no longer has, or never had, the event that tells the arrival; then it is when the mail was first seen.</summary>
    public bool ArrivalIsKnown { get; internal set; }

    public DateTimeOffset Deadline { get; internal set; }

    public int Template { get; internal set; }

    /// <summary>At the last attempt.</summary>
    public int Urgency { get; internal set; }

    /// <summary>Attempts that count against the mail: those that the account or the quota spoiled do not.</summary>
    public int Attempts { get; internal set; }

    /// <summary>
    /// When the present idempotency key was first used in an attempt whose outcome is not known; null when every attempt
    /// has a certain outcome.
    /// </summary>
    public DateTimeOffset? OpenSince { get; internal set; }

    /// <summary>The last attempt of all.</summary>
    public DateTimeOffset? AttemptedAt { get; internal set; }

    public DateTimeOffset? NotBefore { get; internal set; }

    public string? LastReason { get; internal set; }

    /// <summary>How it was settled; null while it waits.</summary>
    public Settlement? Settled { get; internal set; }

    public DateTimeOffset SettledAt { get; internal set; }

    public int ParkedTimes { get; internal set; }

    public bool IsUncertain => OpenSince is not null && Settled is null;

    /// <summary>The mail whose attempt this one goes along with; null for none.</summary>
    public Guid? GoesWith { get; internal set; }

    /// <summary>The mails that go along with the attempt of this one.</summary>
    public IReadOnlyList<Guid> Along { get; internal set; } = [];

    /// <summary>Perhaps sent, by itself or along with another: nothing may be done with it before that is known.</summary>
    public bool IsInFlight => IsUncertain || (GoesWith is not null && Settled is null);

    /// <summary>Certain answers so far that used up a key.</summary>
    internal int Series { get; set; }

    /// <summary>The mail id first; another one after each certain refusal, since a refused attempt may use up its key.</summary>
    public Guid IdempotencyKey => Series == 0 ? Id : MailId.FromBytes([.. Id.ToByteArray(), (byte)Series, (byte)(Series >> 8)]);
}
