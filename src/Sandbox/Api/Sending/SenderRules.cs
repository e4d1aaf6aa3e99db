using System.Text.Json;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>A sender is an address with an optional name, or the number of one of the account's senders.</summary>
internal static class SenderRules
{
    private static readonly string[] Fields = ["email", "name", "id"];

    public static ApiError? FirstProblem(JsonElement sender)
    {
        if (sender.ValueKind != JsonValueKind.Object)
            return ApiError.Invalid("Invalid sender");
        if (Field.Unknown(sender, Fields) is { } unknown)
            return unknown;
        var hasId = sender.TryGetProperty("id", out var id);
        if (hasId && (id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out _)))
            return ApiError.Invalid("Invalid sender id");
        var emailIsSound = sender.TryGetProperty("email", out var email) ? PersonRules.IsEmail(email) : hasId;
        return emailIsSound ? PersonRules.Name(sender, "sender") : ApiError.Invalid("valid sender email required");
    }
}
