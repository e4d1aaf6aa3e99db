using System.Text;
using MailDispatcher.Contracts;

namespace MailDispatcher.Web.Intake;

/// <summary>Reads a request's body as the dispatcher would read it from its queue, and says why it is none.</summary>
internal static class IntakeBody
{
    private const int LongestKey = 200;

    /// <returns>The request in the app's name with the id that its key gives it; or the problem.</returns>
    public static async Task<(MailRequest? Request, IReadOnlyList<string> Unknown, IResult? Problem)> ReadAsync(
        HttpContext context,
        IMailIntake intake,
        string app
    )
    {
        if (!context.Request.HasJsonContentType())
            return Problem(
                IntakeProblems.Of(StatusCodes.Status415UnsupportedMediaType, "Not JSON", "Send application/json.")
            );
        byte[] body;
        try
        {
            using var read = new MemoryStream();
            await context.Request.Body.CopyToAsync(read, context.RequestAborted);
            body = read.ToArray();
        }
        catch (BadHttpRequestException e)
        {
            return Problem(IntakeProblems.Of(e.StatusCode, "The body can't be read", e.Message));
        }

        var decoded = MailRequestCodec.Decode(body, intake.Wire, intake.Now);
        if (decoded is not DecodedMail.Valid { Request: var request } valid)
            return Refused(((DecodedMail.Unreadable)decoded).Reason);
        if (request.App is { } named && named != app)
            return Refused("app: is not the app whose token this is; leave it out");
        if (MailRequestRules.FirstProblem(request, intake.Now) is { } problem)
            return Refused(problem);
        var key = context.Request.Headers["Idempotency-Key"].ToString().Trim().Trim('"');
        if (key.Length > LongestKey)
            return Refused($"Idempotency-Key: longer than {LongestKey} characters");
        Guid? id =
            key.Length == 0 ? null
            : Guid.TryParse(key, out var given) ? given
            : MailId.FromBytes(Encoding.UTF8.GetBytes($"{app}\n{key}"));
        if (id is not null && request.Id is { } inBody && inBody != id)
            return Refused("id: differs from the Idempotency-Key");
        return (request with { App = app, Id = id ?? request.Id }, valid.UnknownFields, null);
    }

    private static (MailRequest?, IReadOnlyList<string>, IResult?) Refused(string problem) =>
        Problem(IntakeProblems.Refused(problem));

    private static (MailRequest?, IReadOnlyList<string>, IResult?) Problem(IResult problem) => (null, [], problem);
}
