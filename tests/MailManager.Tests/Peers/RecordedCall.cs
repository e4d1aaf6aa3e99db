using System.Text.Json;

namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>A call as it arrived.</summary>
public sealed record RecordedCall(
    string Method,
    string Path,
    string Query,
    IReadOnlyDictionary<string, string> Headers,
    string Body
)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
