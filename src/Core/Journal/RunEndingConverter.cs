using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailDispatcher.Core.Journal;

/// <summary>In the journal a run's ending is in snake case, as in metrics.</summary>
internal sealed class RunEndingConverter()
    : JsonStringEnumConverter<RunEnding>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
