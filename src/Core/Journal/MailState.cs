using MailDispatcher.Contracts;
using MailDispatcher.Core.Provider;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// What the journal tells of one mail, folded: about 200 bytes. A value: whoever has one may keep it.
/// </summary>
public sealed record MailState(Guid Id)
{
    public required DateTimeOffset Arrived { get; init; }

    /// <summary>
    /// False when the journal no longer has, or never had, the event that tells the arrival; then it is when the mail
    /// was first seen.
    /// </summary>
    public bool ArrivalIsKnown { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public int Template { get; init; }

    /// <summary>
    /// What it costs: one for each recipient, of the last attempt, else as it was asked for.
    /// </summary>
    public int Credits { get; init; } = 1;

    /// <summary>Copies (cc, bcc) that the last attempt left out, because no mail goes to their addresses.</summary>
    public int CopiesLeftOut { get; init; }

    /// <summary>At the last attempt.</summary>
    public int Urgency { get; init; }

    /// <summary>Attempts that count against the mail: those that the account or the quota spoiled do not.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// When the present idempotency key was first used in an attempt whose outcome is not known; null when every
    /// attempt has a certain outcome.
    /// </summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>The last attempt of all.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    /// <summary>Whom the last attempt went to.</summary>
    public ProviderKind Provider { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>It waits, and the forecast said last that it will likely miss its deadline.</summary>
    public bool IsAtRisk { get; init; }

    public string? LastReason { get; init; }

    /// <summary>How it was settled; null while it waits.</summary>
    public Settlement? Settled { get; init; }

    public DateTimeOffset SettledAt { get; init; }

    /// <summary>What the provider has told of it since it took it.</summary>
    public DeliveryState Delivery { get; init; }

    public int ParkedTimes { get; init; }

    /// <summary>Which of its parkings a person has asked to retry; 0 for none.</summary>
    public int RetriedParking { get; init; }

    /// <summary>
    /// What the request says, as a number: two requests under one id that differ in it are no copies. Null when not
    /// known.
    /// </summary>
    public long? Content { get; init; }

    /// <summary>The recipient's keyed hash; null where the journal does not tell.</summary>
    public string? Person { get; init; }

    public bool IsUncertain => OpenSince is not null && Settled is null;

    /// <summary>The mail whose attempt this one goes along with; null for none.</summary>
    public Guid? GoesWith { get; init; }

    /// <summary>The mails that go along with the attempt of this one.</summary>
    public IReadOnlyList<Guid> Along { get; init; } = [];

    /// <summary>
    /// Perhaps sent, by itself or along with another: nothing may be done with it before that is known.
    /// </summary>
    public bool IsInFlight => IsUncertain || (GoesWith is not null && Settled is null);

    /// <summary>Certain answers so far that used up a key.</summary>
    internal int Series { get; init; }

    /// <summary>
    /// The mail id first; another one after each certain refusal, since a refused attempt may use up its key.
    /// </summary>
    public Guid IdempotencyKey =>
        Series == 0 ? Id : MailId.FromBytes([.. Id.ToByteArray(), (byte)Series, (byte)(Series >> 8)]);
}
