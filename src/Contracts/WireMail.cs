using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MailDispatcher.Contracts;

/// <summary>The JSON of a mail request as it stands on the wire, before <see cref="MailRequestRules"/> have seen it.</summary>
internal sealed record WireMail
{
    [JsonPropertyName("id")]
    public Guid? Id { get; init; }

    [JsonPropertyName("mail_params")]
    public MentoringParams? MailParams { get; init; }

    [JsonPropertyName("recipient")]
    public required Recipient Recipient { get; init; }

    [JsonPropertyName("template")]
    public int Template { get; init; }

    [JsonPropertyName("deadline")]
    [JsonConverter(typeof(InstantConverter))]
    public DateTimeOffset? Deadline { get; init; }

    [JsonPropertyName("topic")]
    public string? Topic { get; init; }

    [JsonPropertyName("version")]
    public long? Version { get; init; }

    [JsonPropertyName("cancel")]
    public bool Cancel { get; init; }

    [JsonPropertyName("params")]
    public JsonElement? Params { get; init; }
}

/// <summary>
/// Unknown fields are ignored (newer publishers may add some); a field given twice is refused, because readers
/// disagree on which of the two counts.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(WireMail))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Writes accents as themselves, so that a person can read the body in RabbitMQ's own page.</summary>
    public static WireJson Readable => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
