using System.Text.Json.Serialization;
using MailDispatcher.Core.Names;

namespace MailDispatcher.Core.Health;

/// <summary>How one part stands.</summary>
/// <param name="Words">What it is, in half a sentence.</param>
public sealed record HealthStatus(
    [property: JsonPropertyName("name"), JsonConverter(typeof(EnumNameConverter<HealthPart>))] HealthPart Part,
    HealthLevel State,
    string Words
)
{
    [JsonIgnore]
    public string Name => EnumName.Of(Part);
}
