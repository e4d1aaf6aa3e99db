using System.Text.Json.Serialization;

namespace MailDispatcher.MailManager.Answers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(AccountAnswer))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(TemplateAnswer))]
[JsonSerializable(typeof(SendersAnswer))]
[JsonSerializable(typeof(BlockedAnswer))]
[JsonSerializable(typeof(WebhooksAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
