using System.Text.Json.Serialization;
using MailDispatcher.Core.Suppression;

namespace MailDispatcher.Consumer.Ops.Commands;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(SuppressionEntry))]
internal sealed partial class SuppressionJson : JsonSerializerContext;
