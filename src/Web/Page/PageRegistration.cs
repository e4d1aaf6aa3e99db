using MailDispatcher.Web.Access;
using MailDispatcher.Web.Page.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace MailDispatcher.Web.Page;

/// <summary>
/// The page's own parts. Whoever hosts it registers an <see cref="View.IOpsView"/> and the operator's actions.
/// </summary>
public static class PageRegistration
{
    /// <param name="tokens">Let a person act, or only read, and read from elsewhere; none: nobody may.</param>
    public static IServiceCollection AddPage(this IServiceCollection services, IReadOnlyList<AccessToken> tokens) =>
        services
            .AddRazorComponents()
            .Services.AddAccess(tokens)
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>()
            .AddSingleton<ActionLog>();

    /// <summary>Pages, API, forms and sign-in, after <see cref="AccessRegistration.UseAccess"/>.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.MapPage();
        app.MapApi();
        app.MapActions();
        app.MapMending();
        app.MapForgetting();
        app.MapPreview();
        app.MapSignIn();
    }
}
