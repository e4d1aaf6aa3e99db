using System.Text.Json.Serialization;
using MailDispatcher.Contracts;
using MailDispatcher.Core.Journal;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Web.Intake;

/// <summary>An app's mail, as the app may see it: no name, no address.</summary>
public sealed record IntakeMail
{
    public required Guid Id { get; init; }

    /// <summary>What came of it last; null while nothing has.</summary>
    [JsonIgnore]
    public MailOutcomeKind? Outcome { get; init; }

    /// <summary>pending, or the last outcome's name: sent, expired, parked ...</summary>
    public string State => Outcome is { } outcome ? MailOutcomeNames.Of(outcome) : EnumName.Of(MailStatus.Pending);

    /// <summary>It is not settled, and nothing is with the provider.</summary>
    [JsonIgnore]
    public bool Waits => Outcome is null or MailOutcomeKind.AtRisk;

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
