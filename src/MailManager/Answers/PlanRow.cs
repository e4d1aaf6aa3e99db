using System.Text.Json;

namespace MailDispatcher.MailManager.Answers;

/// <param name="Credits">A number, perhaps with a fraction; elsewhere in the same answer the provider writes them as
/// text.</param>
/// <param name="CreditsType"><c>sendLimit</c> in every row, those of SMS included.</param>
internal sealed record PlanRow(string? Type, JsonElement? Credits, string? CreditsType);
