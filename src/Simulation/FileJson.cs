using System.Text.Json.Serialization;

namespace MailDispatcher.Simulation;

/// <summary>The JSON of the simulator's files, compiled in.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TraceLine))]
[JsonSerializable(typeof(ResultLine))]
internal sealed partial class FileJson : JsonSerializerContext;
