using System.Text.Json.Serialization;

namespace MailDispatcher.Consumer.Simulation;

/// <summary>The JSON of the simulator's files, compiled in.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TraceLine))]
[JsonSerializable(typeof(FateLine))]
internal sealed partial class FileJson : JsonSerializerContext;
