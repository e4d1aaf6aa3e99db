using MailDispatcher.Core.Operations;
using MailDispatcher.Web.Access;

namespace MailDispatcher.Web.Page;

/// <summary>
/// What a person does by the page's forms. Each form needs a session, must come from a page of ours, and ends with a
/// page that says what happened.
/// </summary>
public static class ActionEndpoints
{
    private const int WrongToken = StatusCodes.Status403Forbidden;

    public static void MapActions(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var desk = app.Services.GetRequiredService<IOperatorActions>();
        Map("pause", (who, _) => desk.PauseAsync(who));
        Map("resume", (who, _) => desk.ResumeAsync(who));
        Map("run-now", (who, _) => desk.RunNowAsync(who));
        Map("retry", (who, form) => desk.RetryAsync(who, Mails(form)));
        Map("discard", (who, form) => desk.DiscardAsync(who, Mails(form)));
        MapSession(app);

        void Map(string action, Func<string, IFormCollection, Task<OperatorAnswer>> act)
        {
            var doorkeeper = app.Services.GetRequiredService<AccessRules>();
            app.MapPost($"/actions/{action}", async (HttpRequest request) =>
            {
                if (!request.HasFormContentType) return PageEndpoints.Show(Layout.Message("Refused", "This takes the page's own form."), StatusCodes.Status400BadRequest);
                var form = await request.ReadFormAsync();
                var (who, objection) = doorkeeper.JudgeForm(request, form);
                if (who is null) return PageEndpoints.Show(Layout.Message("Refused", objection), StatusCodes.Status403Forbidden);
                return await act(who, form) switch
                {
                    OperatorAnswer.Done => Results.Redirect($"{Back(form)}?done={action}"),
                    OperatorAnswer.Refused refused => PageEndpoints.Show(Layout.Message("Not done", refused.Reason), StatusCodes.Status409Conflict),
                    _ => throw new InvalidOperationException("An answer without a case."),
                };
            });
        }
    }

    private static void MapSession(WebApplication app)
    {
        var token = app.Services.GetRequiredService<OperatorToken>();
        app.MapGet("/login", () => PageEndpoints.Show(LoginPage.Of(token.IsSet)));
        app.MapPost("/login", async (HttpContext context) =>
        {
            if (!AccessRules.IsSameOrigin(context.Request) || !context.Request.HasFormContentType)
                return PageEndpoints.Show(LoginPage.Of(token.IsSet, "The form was sent from another site."), StatusCodes.Status403Forbidden);
            var form = await context.Request.ReadFormAsync();
            if (!token.Matches(form["token"])) return PageEndpoints.Show(LoginPage.Of(token.IsSet, "That is not the token."), WrongToken);
            context.Response.Cookies.Append(AccessRules.CookieName, token.Issue(form["name"].ToString()), Cookie(context.Request));
            return Results.Redirect("/");
        });
        app.MapPost("/logout", (HttpContext context) => Leave(context));
    }

    private static IResult Leave(HttpContext context)
    {
        if (AccessRules.IsSameOrigin(context.Request)) context.Response.Cookies.Delete(AccessRules.CookieName, Cookie(context.Request));
        return Results.Redirect("/");
    }

    private static CookieOptions Cookie(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps || request.Headers["X-Forwarded-Proto"] == "https",
        Path = "/",
        MaxAge = OperatorToken.SessionLife,
    };

    private static HashSet<Guid> Mails(IFormCollection form) =>
        [.. form["mail"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    // Only to pages of ours that a form may name.
    private static string Back(IFormCollection form) =>
        form["back"].ToString() is { } back && back.StartsWith("/mails/", StringComparison.Ordinal) && Guid.TryParse(back["/mails/".Length..], out var id)
            ? $"/mails/{id}" : "/";
}
