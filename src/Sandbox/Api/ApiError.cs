namespace MailDispatcher.Sandbox.Api;

/// <summary>
/// A refusal in Brevo's form. Its codes are published, their statuses are not: these are the conventional ones.
/// </summary>
internal sealed record ApiError(int Status, string? Code, string Message)
{
    public static ApiError Missing(string message) => new(400, "missing_parameter", message);

    public static ApiError Invalid(string message) => new(400, "invalid_parameter", message);

    public static ApiError OutOfRange(string message) => new(400, "out_of_range", message);

    public static ApiError NotFound(string message) => new(404, "document_not_found", message);
}
