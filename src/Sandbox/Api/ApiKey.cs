namespace MailDispatcher.Sandbox.Api;

/// <summary>Any API key of Brevo's form is valid here; an SMTP key is refused, as Brevo refuses it.</summary>
internal static class ApiKey
{
    public const string Header = "api-key";
    public const string Prefix = "xkeysib-";

    public static ApiError? Problem(IHeaderDictionary headers)
    {
        var key = headers[Header].ToString();
        if (key.Length == 0)
            return new ApiError(401, "unauthorized", "authentication not found in headers");
        return key.StartsWith(Prefix, StringComparison.Ordinal)
            ? null
            : new ApiError(401, "unauthorized", "Key not found");
    }
}
