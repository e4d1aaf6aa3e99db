using System.Text.Json.Serialization;

namespace MailDispatcher.Consumer.Ops.Checks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(IReadOnlyList<CheckLine>))]
internal sealed partial class CheckJson : JsonSerializerContext;
