namespace MailDispatcher.Web.Intake;

/// <summary>What the intake refuses, as problem details (RFC 9457). No value of a mail stands in them.</summary>
internal static class IntakeProblems
{
    private const int RetryAfterSeconds = 5;

    public static IResult Refused(string problem)
    {
        var end = problem.IndexOf(':', StringComparison.Ordinal);
        var (field, rule) = end > 0 ? (problem[..end], problem[(end + 1)..].TrimStart()) : ("body", problem);
        return Results.Problem(
            problem,
            statusCode: StatusCodes.Status422UnprocessableEntity,
            title: "The request breaks a rule",
            extensions: new Dictionary<string, object?> { ["field"] = field, ["rule"] = rule }
        );
    }

    public static IResult NoAnswer(HttpContext context)
    {
        AskAgain(context);
        return Results.Problem(
            "This dispatcher leads, and did not answer in time: it is busy, or is losing the broker. The mail may or "
                + "may not be withdrawn. Ask again; the answer tells.",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "The dispatcher did not answer in time"
        );
    }

    public static IResult Away(HttpContext context, Guid? id = null)
    {
        AskAgain(context);
        return Results.Problem(
            id is null
                ? "The broker can't be asked. Try again."
                : "The broker did not confirm the request. Ask again under the same id: it is sent once, however "
                    + "often it arrives.",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "The broker is away",
            extensions: id is null ? null : new Dictionary<string, object?> { ["id"] = id }
        );
    }

    private static void AskAgain(HttpContext context) =>
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );

    public static IResult Of(int status, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title);
}
