using System.Text.Json;
using MailDispatcher.Core.Provider;
using MailDispatcher.MailManager.Answers;

namespace MailDispatcher.MailManager.Events;

/// <summary>What the provider posts to a webhook: one event, or several in an array.</summary>
public static class WebhookBody
{
    private static readonly TimeSpan ClockMayDiffer = TimeSpan.FromDays(1);

    /// <summary>
    /// The events that say what became of a mail, in the body's order; what is none of them is passed over.
    /// </summary>
    /// <param name="now">Stands in for a time that is missing or can't be.</param>
    /// <returns>Null when the body is no JSON object, nor an array of such.</returns>
    public static IReadOnlyList<ProviderEvent>? Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => Of(root, now) is { } one ? [one] : [],
                JsonValueKind.Array when root.EnumerateArray().All(e => e.ValueKind is JsonValueKind.Object) =>
                [
                    .. root.EnumerateArray().Select(e => Of(e, now)).OfType<ProviderEvent>(),
                ],
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProviderEvent? Of(JsonElement row, DateTimeOffset now)
    {
        if (EventVocabulary.Parse(AnswerBody.Text(Field("event"))) is not { } kind)
            return null;
        // The dates are of a zone that is written nowhere; these are UTC.
        var at = EventFields.Epoch(Field("ts_epoch")) ?? EventFields.Epoch(Field("ts_event"));
        return new ProviderEvent
        {
            Mail = EventFields.Mail(Field("tags"), Field("tag")),
            Kind = kind,
            At = at is { } told && told < now + ClockMayDiffer ? told : now,
            Address = AnswerBody.Text(Field("email")),
            Reason = Redaction.Of(AnswerBody.Text(Field("reason")), null),
        };

        JsonElement? Field(string name) => row.TryGetProperty(name, out var value) ? value : null;
    }
}
