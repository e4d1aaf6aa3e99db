using System.Text.Json.Serialization;
using MailDispatcher.MailManager.Requests;

namespace MailDispatcher.MailManager.Events;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookRequest))]
internal sealed partial class EventJson : JsonSerializerContext;
