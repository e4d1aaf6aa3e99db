using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailDispatcher.Core.Names;

/// <summary>In JSON the values of a closed set have the names of <see cref="EnumName"/>.</summary>
public sealed class EnumNameConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
