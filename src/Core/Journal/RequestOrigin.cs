using System.Text.Json;
using MailDispatcher.Contracts;

namespace MailDispatcher.Core.Journal;

/// <summary>
/// What a request says about itself for its own app, to be told again with each outcome; at most some 3 KB. Nothing of
/// it is about the person, unless the app has put that into its own key or data.
/// </summary>
public sealed record RequestOrigin
{
    /// <summary>AMQP's longest short string, in bytes.</summary>
    private const int LongestName = 255;

    public string? App { get; init; }

    public string? Ref { get; init; }

    public JsonElement? Data { get; init; }

    /// <summary>Names of fields that nobody reads; null for none.</summary>
    public IReadOnlyList<string>? UnknownFields { get; init; }

    /// <summary>Where receipts go besides; always a name under <c>mail-outcomes.</c>, null for nowhere.</summary>
    public string? ReplyTo { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Null when it says nothing of the kind.</summary>
    /// <param name="replyTo">As its publisher gave it; one that has no right to receipts is left out.</param>
    /// <param name="correlationId">As its publisher gave it.</param>
    public static RequestOrigin? Of(DecodedMail decoded, string? replyTo, string? correlationId)
    {
        var valid = decoded as DecodedMail.Valid;
        var unreadable = decoded as DecodedMail.Unreadable;
        var origin = new RequestOrigin
        {
            App = valid?.Request.App ?? unreadable?.App,
            Ref = valid?.Request.Ref ?? unreadable?.Ref,
            Data = valid?.Request.Data,
            UnknownFields = valid?.UnknownFields is { Count: > 0 } unknown ? unknown : null,
            // A stranger's name must have no power over other queues.
            ReplyTo =
                replyTo is { Length: <= LongestName } name
                && name.StartsWith($"{MailOutcome.Exchange}.", StringComparison.Ordinal)
                    ? name
                    : null,
            CorrelationId = correlationId is { Length: > 0 and <= LongestName } id ? id : null,
        };
        return origin is { App: null, Ref: null, Data: null, UnknownFields: null, ReplyTo: null, CorrelationId: null }
            ? null
            : origin;
    }
}
