using System.Text.Json.Serialization;

namespace MailDispatcher.Core.Journal;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(RunEndingConverter)],
    AllowOutOfOrderMetadataProperties = true
)]
[JsonSerializable(typeof(JournalEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
