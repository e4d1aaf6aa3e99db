using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace MailDispatcher.Web.Access;

/// <summary>ASP.NET Core's sign-in, form tokens and policies, set up for the page.</summary>
public static class AccessRegistration
{
    /// <summary>How long a browser stays logged in.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);

    public static IServiceCollection AddAccess(this IServiceCollection services, IReadOnlyList<AccessToken> given)
    {
        var tokens = new AccessTokens(given);
        services
            .AddSingleton(tokens)
            .AddSingleton<AccessRules>()
            // A penalty lasts real seconds, and a login real hours, also under a fast clock.
            .AddSingleton(provider => new SignInThrottle(
                TimeProvider.System,
                provider.GetRequiredService<ILogger<SignInThrottle>>()
            ));
        services
            .AddAuthentication(AccessSchemes.Session)
            .AddCookie(
                AccessSchemes.Session,
                cookie =>
                {
                    cookie.Cookie.Name = AccessRules.CookieName;
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Strict;
                    cookie.ExpireTimeSpan = SessionLife;
                    cookie.SlidingExpiration = false;
                    cookie.TimeProvider = TimeProvider.System;
                }
            )
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(AccessSchemes.Bearer, null)
            .AddScheme<AuthenticationSchemeOptions, ThisMachineHandler>(AccessSchemes.ThisMachine, null);
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(
                PolicyOf(
                    [AccessSchemes.Session, AccessSchemes.Bearer, AccessSchemes.ThisMachine],
                    AccessRole.Reader,
                    AccessRole.Operator
                )
            )
            .AddPolicy(AccessSchemes.OperatorOnPage, PolicyOf([AccessSchemes.Session], AccessRole.Operator))
            .AddPolicy(AccessSchemes.OperatorByToken, PolicyOf([AccessSchemes.Bearer], AccessRole.Operator));
        services.AddAntiforgery(form =>
        {
            form.FormFieldName = AccessRules.FormField;
            form.Cookie.Name = "mail-dispatcher-form";
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.SuppressXFrameOptionsHeader = true;
        });
        // After the framework's own, which would keep a key ring on a disk that a container does not have.
        return services.AddSingleton<IDataProtectionProvider>(new TokenDataProtection(tokens.SealingKey()));
    }

    /// <summary>
    /// Headers first, so that refusals have them too; then who it is and what they may. Before any route.
    /// </summary>
    public static void UseAccess(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(
            (context, next) =>
            {
                SecurityHeaders.Set(context.Response);
                AnswerHead(context);
                return next(context);
            }
        );
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>A question for the head alone is answered like one for the whole, without the body.</summary>
    private static void AnswerHead(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
            return;
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
    }

    private static AuthorizationPolicy PolicyOf(string[] schemes, params AccessRole[] roles) =>
        new AuthorizationPolicyBuilder(schemes).RequireRole(roles.Select(role => role.ToString())).Build();
}
