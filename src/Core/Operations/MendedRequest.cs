using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MailDispatcher.Contracts;

namespace MailDispatcher.Core.Operations;

/// <summary>A parked request as a person has mended it: what is published in its place.</summary>
public sealed record MendedRequest
{
    private const int MostFields = 20;
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private MendedRequest() { }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required MailRequest Request { get; init; }

    /// <summary>What was changed, as <c>recipient.email</c>: names, never values; at most twenty.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>
    /// The mail that it is now, when that is another than the parked one: what could not be read is named by its bytes,
    /// and only what can be read has the id that its app gave it. Null: the same.
    /// </summary>
    public Guid? OtherMail { get; init; }

    /// <summary>The body for a person to edit: indented where it is JSON.</summary>
    public static string TextOf(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <param name="mail">The parked mail.</param>
    /// <param name="original">Its bytes.</param>
    /// <param name="text">What is to be published in its place.</param>
    /// <param name="published">When the parked message was published; null when nobody knows.</param>
    /// <param name="problem">Field and rule, and nothing of the text, when null is returned.</param>
    public static MendedRequest? Of(
        Guid mail,
        ReadOnlySpan<byte> original,
        string text,
        MailRequestCodecOptions wire,
        DateTimeOffset now,
        DateTimeOffset? published,
        out string? problem
    )
    {
        var body = Encoding.UTF8.GetBytes(text);
        if (MailRequestCodec.Decode(body, wire, published) is not DecodedMail.Valid { Request: var request })
        {
            problem = ((DecodedMail.Unreadable)MailRequestCodec.Decode(body, wire, published)).Reason;
            return null;
        }

        var wasReadable = MailRequestCodec.Decode(original, wire, published) is DecodedMail.Valid;
        var isAnother = request.Id is { } id && id != Guid.Empty && id != mail;
        problem =
            !request.Cancel && request.Deadline <= now ? "deadline: it has passed, so the mail would expire unsent"
            : isAnother && wasReadable
                ? $"id: this mail is {mail}, and stays it; a mail with another id is another mail"
            : null;
        return problem is not null
            ? null
            : new MendedRequest
            {
                Body = body,
                Request = request,
                Fields = Changed(original, body),
                OtherMail = isAnother ? request.Id : null,
            };
    }

    private static IReadOnlyList<string> Changed(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        try
        {
            using var old = JsonDocument.Parse(Encoding.UTF8.GetString(before));
            using var mended = JsonDocument.Parse(Encoding.UTF8.GetString(after));
            return old.RootElement.ValueKind is JsonValueKind.Object
                ? [.. Changed(old.RootElement, mended.RootElement, "").Take(MostFields)]
                : ["body"];
        }
        catch (JsonException)
        {
            return ["body"];
        }
    }

    private static IEnumerable<string> Changed(JsonElement before, JsonElement after, string path)
    {
        var names = before.EnumerateObject().Concat(after.EnumerateObject()).Select(property => property.Name);
        foreach (var name in names.Distinct())
        {
            var (had, has) = (before.TryGetProperty(name, out var old), after.TryGetProperty(name, out var mended));
            if (had && has && JsonElement.DeepEquals(old, mended))
                continue;
            var here = path.Length == 0 ? name : $"{path}.{name}";
            if (had && has && old.ValueKind is JsonValueKind.Object && mended.ValueKind is JsonValueKind.Object)
            {
                foreach (var inner in Changed(old, mended, here))
                    yield return inner;
            }
            else
            {
                yield return here;
            }
        }
    }
}
