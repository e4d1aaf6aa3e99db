using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.View;

namespace MailDispatcher.Web.Page;

/// <summary>
/// Mail by its person. An address comes in the body, never in the request's own address, which browsers, proxies and
/// logs keep.
/// </summary>
internal static class PersonEndpoints
{
    // An address has 254 characters at most, and each may be written as three.
    private const int LongestBody = 1024;

    public static void MapPersons(this WebApplication app, IOpsView view, IOperatorActions actions, ActionLog log)
    {
        app.MapPost(
            "/api/search",
            async (HttpContext context, CancellationToken cancel) =>
                await TextAsync(context.Request, cancel) is { } text
                    ? await ApiEndpoints.SearchAsync(view, text, cancel)
                    : NoAddress()
        );
        app.MapPost(
                "/api/person/forget",
                async (HttpContext context, CancellationToken cancel) =>
                {
                    if (
                        await TextAsync(context.Request, cancel) is not { } address
                        || !address.Contains('@', StringComparison.Ordinal)
                    )
                        return NoAddress();
                    var who = context.User.Identity!.Name!;
                    return await log.NotedAsync(who, "forget a person", actions.ForgetAsync(who, address)) switch
                    {
                        OperatorAnswer.Done done => ApiEndpoints.Answer(
                            true,
                            done.Words ?? "Forgotten.",
                            StatusCodes.Status200OK
                        ),
                        OperatorAnswer.Refused refused => ApiEndpoints.Answer(
                            false,
                            refused.Reason,
                            StatusCodes.Status409Conflict
                        ),
                        _ => throw new InvalidOperationException("An answer without a case."),
                    };
                }
            )
            .RequireAuthorization(AccessSchemes.OperatorByToken);
    }

    private static IResult NoAddress() =>
        ApiEndpoints.Answer(
            false,
            "Send the mail address as the body, as plain text.",
            StatusCodes.Status400BadRequest
        );

    private static async Task<string?> TextAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength is not (> 0 and <= LongestBody))
            return null;
        using var reader = new StreamReader(request.Body);
        return (await reader.ReadToEndAsync(cancel)).Trim() is { Length: > 0 } text ? text : null;
    }
}
