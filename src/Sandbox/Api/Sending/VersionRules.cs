using System.Text.Json;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>
/// The rules of <c>messageVersions</c>: one call, many variants of a mail. Limits as Brevo publishes them.
/// </summary>
internal static class VersionRules
{
    private const int MaxRecipientsOfCall = 2000;
    private const int MaxRecipientsOfVersion = 99;

    private static readonly string[] Fields =
    [
        "to",
        "cc",
        "bcc",
        "replyTo",
        "subject",
        "params",
        "htmlContent",
        "textContent",
    ];

    public static ApiError? FirstProblem(JsonElement versions)
    {
        if (versions.ValueKind != JsonValueKind.Array || versions.GetArrayLength() == 0)
            return ApiError.Invalid("Invalid messageVersions");
        var (recipients, bytes) = (0, 0);
        foreach (var version in versions.EnumerateArray())
        {
            if (Problem(version) is { } problem)
                return problem;
            var own = Length(version, "to") + Length(version, "cc") + Length(version, "bcc");
            if (own > MaxRecipientsOfVersion)
                return ApiError.Invalid($"messageVersions: at most {MaxRecipientsOfVersion} recipients in a version");
            recipients += own;
            if (version.TryGetProperty("params", out var parameters))
                bytes += SendRules.SizeOf(parameters);
        }

        if (recipients > MaxRecipientsOfCall)
            return ApiError.Invalid($"messageVersions: at most {MaxRecipientsOfCall} recipients in a call");
        return bytes > SendRules.MaxParamsBytesOfCall
            ? ApiError.Invalid("messageVersions: params must not exceed 1000 KB in all")
            : null;
    }

    private static ApiError? Problem(JsonElement version)
    {
        if (version.ValueKind != JsonValueKind.Object)
            return ApiError.Invalid("Invalid messageVersions");
        if (Field.Unknown(version, Fields) is { } unknown)
            return unknown;
        if (
            !version.TryGetProperty("to", out var to)
            || to is { ValueKind: JsonValueKind.Array } && to.GetArrayLength() == 0
        )
            return ApiError.Missing("to is missing in messageVersions");
        foreach (var field in (string[])["subject", "htmlContent", "textContent"])
            if (Field.Check(version, field, value => Field.Text(value, field)) is { } problem)
                return problem;
        return PersonRules.List(version, "to")
            ?? PersonRules.List(version, "cc")
            ?? PersonRules.List(version, "bcc")
            ?? PersonRules.One(version, "replyTo")
            ?? SendRules.Params(version);
    }

    private static int Length(JsonElement version, string field) =>
        version.TryGetProperty(field, out var list) ? list.GetArrayLength() : 0;
}
