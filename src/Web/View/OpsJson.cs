using System.Text.Json.Serialization;

namespace MailDispatcher.Web.View;

/// <summary>The JSON that daemon and commands speak, written and read by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(OpsSnapshot))]
[JsonSerializable(typeof(MailView))]
[JsonSerializable(typeof(WaitingList))]
[JsonSerializable(typeof(MailHits))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(ForecastView))]
[JsonSerializable(typeof(ActionResult))]
public sealed partial class OpsJson : JsonSerializerContext;
