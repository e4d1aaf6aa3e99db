using System.Text.Json.Serialization;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Core.Journal;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(EnumNameConverter<RunEnding>)],
    AllowOutOfOrderMetadataProperties = true
)]
[JsonSerializable(typeof(JournalEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
