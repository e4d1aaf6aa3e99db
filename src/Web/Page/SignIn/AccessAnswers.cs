using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Layout;
using MailDispatcher.Web.View;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace MailDispatcher.Web.Page.SignIn;

/// <summary>Says to whoever may not what they need: a page to people, JSON to programs.</summary>
internal sealed class AccessAnswers(AccessTokens tokens) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Answer(context, isKnown: authorizeResult.Forbidden).ExecuteAsync(context);
    }

    private IResult Answer(HttpContext context, bool isKnown)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            var words =
                isKnown ? "This token may read and not act: it takes an operator's."
                : tokens.Any
                    ? "This needs the daemon's token: give it by --token or Ops__Token (Authorization: Bearer)."
                : "Nobody may do that: the daemon has no token. Set Ops__Token where it runs (16 characters or "
                    + "more), start it again, then give the same by --token or Ops__Token.";
            return Results.Json(
                new ActionResult(false, words),
                OpsJson.Default.ActionResult,
                statusCode: isKnown ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized
            );
        }

        if (path.StartsWithSegments("/v1", StringComparison.Ordinal))
            return Results.Problem(
                "Show the app's token: Authorization: Bearer TOKEN. After five wrong ones there is a pause.",
                statusCode: StatusCodes.Status401Unauthorized,
                title: "No app's token"
            );
        if (!path.StartsWithSegments("/actions", StringComparison.Ordinal))
            return PageResult.Of<LoginPage>(new { CanLogIn = tokens.Any }, StatusCodes.Status401Unauthorized);
        return PageResult.Message(
            "Refused",
            isKnown ? "You may read and not act: that takes an operator's token."
                : tokens.Any ? "You are not logged in, or no longer."
                : "Nobody may act here: Ops__Token is not set.",
            StatusCodes.Status403Forbidden
        );
    }
}
