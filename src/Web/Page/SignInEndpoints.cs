using System.Globalization;
using MailDispatcher.Web.Access;
using Microsoft.AspNetCore.Authentication;

namespace MailDispatcher.Web.Page;

/// <summary>Log in by a token, log out. Neither changes anything of the mail.</summary>
public static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var (tokens, guard, log) = (
            app.Services.GetRequiredService<AccessTokens>(),
            app.Services.GetRequiredService<SignInGuard>(),
            app.Services.GetRequiredService<ActionLog>()
        );
        app.MapGet("/login", () => PageEndpoints.Show(LoginPage.Of(tokens.Any))).AllowAnonymous();
        app.MapPost(
                "/login",
                async (HttpContext context) =>
                {
                    if (!AccessRules.IsSameOrigin(context.Request) || !context.Request.HasFormContentType)
                        return PageEndpoints.Show(
                            LoginPage.Of(tokens.Any, "The form was sent from another site."),
                            StatusCodes.Status403Forbidden
                        );
                    var address = context.Connection.RemoteIpAddress;
                    if (guard.WaitOf(address) is { Ticks: > 0 } wait)
                    {
                        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                        context.Response.Headers.RetryAfter = seconds;
                        return PageEndpoints.Show(
                            LoginPage.Of(tokens.Any, $"Too many wrong tokens. Try again in {seconds} s."),
                            StatusCodes.Status429TooManyRequests
                        );
                    }

                    var form = await context.Request.ReadFormAsync();
                    if (tokens.Find(form["token"]) is not { } token)
                    {
                        guard.Failed(address, "on the login page");
                        return PageEndpoints.Show(
                            LoginPage.Of(tokens.Any, "That is not the token."),
                            StatusCodes.Status403Forbidden
                        );
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
}
