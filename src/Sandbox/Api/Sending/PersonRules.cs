using System.Text.Json;
using System.Text.RegularExpressions;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>The rules of <c>{"email", "name"}</c> in to, cc, bcc, replyTo and sender.</summary>
internal static partial class PersonRules
{
    public const int MaxNameLength = 70;
    private const int MaxEmailLength = 254;

    private static readonly string[] Fields = ["email", "name"];

    public static ApiError? List(JsonElement owner, string field) =>
        Field.Check(
            owner,
            field,
            value =>
            {
                if (value.ValueKind != JsonValueKind.Array)
                    return ApiError.Invalid($"Invalid {field}");
                foreach (var person in value.EnumerateArray())
                    if (FirstProblem(person, field) is { } problem)
                        return problem;
                return null;
            }
        );

    public static ApiError? One(JsonElement owner, string field) =>
        Field.Check(owner, field, value => FirstProblem(value, field));

    private static ApiError? FirstProblem(JsonElement person, string field)
    {
        if (person.ValueKind != JsonValueKind.Object)
            return ApiError.Invalid($"Invalid {field}");
        if (Field.Unknown(person, Fields) is { } unknown)
            return unknown;
        if (!person.TryGetProperty("email", out var email))
            return ApiError.Missing($"email is missing in {field}");
        if (!IsEmail(email))
            return ApiError.Invalid($"email is not valid in {field}");
        return Name(person, field);
    }

    public static ApiError? Name(JsonElement person, string field) =>
        Field.Check(
            person,
            "name",
            name =>
                name.ValueKind == JsonValueKind.String && name.GetString()!.Length <= MaxNameLength
                    ? null
                    : ApiError.Invalid($"name is not valid in {field}")
        );

    public static bool IsEmail(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: <= MaxEmailLength } email
        && Email().IsMatch(email);

    // RFC 5321 dot-string @ a domain of two labels or more; ASCII only.
    [GeneratedRegex(
        @"\A[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+(\.[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+)*"
            + @"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Email();
}
