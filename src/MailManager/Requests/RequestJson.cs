using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailDispatcher.MailManager.Requests;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class RequestJson : JsonSerializerContext;
