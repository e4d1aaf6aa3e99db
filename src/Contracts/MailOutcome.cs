using System.Globalization;
using System.Text.Json;

namespace MailDispatcher.Contracts;

/// <summary>
/// One thing that became of a mail, told to its app: a CloudEvent in the topic exchange <see cref="Exchange"/>. Told at
/// least once; the same event has the same <see cref="EventId"/>. No address, name or text of the mail stands in it.
/// </summary>
public sealed record MailOutcome
{
    /// <summary>
    /// The topic exchange that outcomes are published to; queues of apps and names of receipts begin with it and a dot.
    /// </summary>
    public const string Exchange = "mail-outcomes";

    /// <summary>Stands in a routing key for the app of a request that names none.</summary>
    public const string NoApp = "none";

    /// <summary>The same however often it is told.</summary>
    public required string EventId { get; init; }

    public required Guid Mail { get; init; }

    public required MailOutcomeKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>From the request, as are <see cref="Ref"/> and <see cref="Data"/>.</summary>
    public string? App { get; init; }

    public string? Ref { get; init; }

    public JsonElement? Data { get; init; }

    /// <summary>0 for a cancel request, and where nobody could read it.</summary>
    public int Template { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it will be sent, as far as anyone can tell.</summary>
    public DateTimeOffset? Expected { get; init; }

    /// <summary>Why, in one sentence for a developer.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a parked one: the field that breaks a rule.</summary>
    public string? Field { get; init; }

    /// <summary>The other request: what superseded, cancelled or took it along.</summary>
    public Guid? By { get; init; }

    /// <summary>Fields of the request that nobody reads.</summary>
    public IReadOnlyList<string>? UnknownFields { get; init; }

    /// <summary>
    /// <c>app.outcome.template</c>: bind <c>shop.#</c> for all of an app, <c>*.expired.*</c> for all that expired.
    /// </summary>
    public string RoutingKey =>
        string.Create(CultureInfo.InvariantCulture, $"{App ?? NoApp}.{MailOutcomeNames.Of(Kind)}.{Template}");
}
