using System.Globalization;
using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.Layout;
using MailDispatcher.Web.Page.SignIn;
using Microsoft.AspNetCore.Authentication;

namespace MailDispatcher.Web.Page;

/// <summary>Log in by a token, log out. Neither changes anything of the mail.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var (tokens, guard, log) = (
            app.Services.GetRequiredService<AccessTokens>(),
            app.Services.GetRequiredService<SignInThrottle>(),
            app.Services.GetRequiredService<ActionLog>()
        );
        app.MapGet("/login", () => Page(tokens)).AllowAnonymous();
        app.MapPost(
                "/login",
                async (HttpContext context) =>
                {
                    if (!AccessRules.IsSameOrigin(context.Request) || !context.Request.HasFormContentType)
                        return Page(tokens, StatusCodes.Status403Forbidden, "The form was sent from another site.");
                    var address = context.Connection.RemoteIpAddress;
                    if (guard.WaitOf(address) is { Ticks: > 0 } wait)
                    {
                        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                        context.Response.Headers.RetryAfter = seconds;
                        return Page(
                            tokens,
                            StatusCodes.Status429TooManyRequests,
                            $"Too many wrong tokens. Try again in {seconds} s."
                        );
                    }

                    var form = await context.Request.ReadFormAsync();
                    if (tokens.Find(form["token"]) is not { } token)
                    {
                        guard.Failed(address, "on the login page");
                        return Page(tokens, StatusCodes.Status403Forbidden, "That is not the token.");
                    }

                    guard.Succeeded(address);
                    var name = token.Name ?? PersonName.Tidy(form["name"]);
                    await context.SignInAsync(
                        AccessSchemes.Session,
                        AccessSchemes.PrincipalOf(AccessSchemes.Session, name, token.Role)
                    );
                    log.SignedIn(name, token.Role.ToString());
                    return Results.Redirect("/");
                }
            )
            .AllowAnonymous();
        app.MapPost(
                "/logout",
                async (HttpContext context) =>
                {
                    if (AccessRules.IsSameOrigin(context.Request))
                        await context.SignOutAsync(AccessSchemes.Session);
                    return Results.Redirect("/");
                }
            )
            .AllowAnonymous();
    }

    private static IResult Page(AccessTokens tokens, int status = StatusCodes.Status200OK, string? problem = null) =>
        PageResult.Of<LoginPage>(new { CanLogIn = tokens.Any, Problem = problem }, status);
}
