namespace MailDispatcher.Engine;

/// <summary>What withdrawing one mail came to.</summary>
public enum WithdrawalResult
{
    /// <summary>It is settled, and never sent.</summary>
    Withdrawn,

    /// <summary>It was settled before, one way or another, or is parked.</summary>
    Settled,

    /// <summary>The provider may have it, or it is just being moved: ask again.</summary>
    InFlight,

    /// <summary>Nobody has seen it yet.</summary>
    Unknown,
}
