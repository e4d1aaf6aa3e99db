using System.Text.Json.Serialization;
using MailDispatcher.MailManager.Requests;

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
[JsonSerializable(typeof(WebhookRequest))]
internal sealed partial class AnswerJson : JsonSerializerContext;
