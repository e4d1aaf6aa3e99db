namespace MailDispatcher.Web.Intake;

/// <summary>An app's mail, as the app may see it: no name, no address.</summary>
public sealed record IntakeMail
{
    public required Guid Id { get; init; }

    /// <summary>waiting, or the last outcome's name: sent, expired, parked ...</summary>
    public required string State { get; init; }

    public string? Ref { get; init; }

    public int Template { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    /// <summary>While it waits: when it will probably go; null when nobody can say.</summary>
    public DateTimeOffset? Expected { get; init; }

    /// <summary>Its outcomes, oldest first.</summary>
    public required IReadOnlyList<IntakeStep> History { get; init; }

    /// <summary>False when the journal could not be read to its end in time.</summary>
    public bool HistoryIsWhole { get; init; } = true;
}
