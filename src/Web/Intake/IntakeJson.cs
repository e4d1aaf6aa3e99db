using System.Text.Json.Serialization;

namespace MailDispatcher.Web.Intake;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(IntakeMail))]
[JsonSerializable(typeof(IntakeReceipt))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(IntakeWithdrawal))]
internal sealed partial class IntakeJson : JsonSerializerContext;
