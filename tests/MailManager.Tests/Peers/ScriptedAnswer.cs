namespace MailDispatcher.MailManager.Tests.Peers;

/// <summary>What the peer answers to one call.</summary>
public sealed record ScriptedAnswer(int Status, string Body = "", string ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Awaited before the answer; for an answer that must come late.</summary>
    public Task? After { get; init; }

    public static ScriptedAnswer Accepted { get; } =
        new(201, """{"messageId":"<202611210101.1@smtp-relay.mailin.fr>"}""");

    public static ScriptedAnswer Error(int status, string code, string message) =>
        new(
            status,
            System.Text.Json.JsonSerializer.Serialize(
                new Dictionary<string, string> { ["code"] = code, ["message"] = message }
            )
        );
}
