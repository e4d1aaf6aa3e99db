using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;

namespace MailDispatcher.Web.Access;

/// <summary>
/// Who somebody is, and whether a form is ours; what they may do the policies say (<see cref="AccessRegistration"/>).
/// </summary>
internal sealed class AccessRules(AccessTokens tokens, IAntiforgery antiforgery)
{
    /// <summary>A browser's session, and the name that stands in its cookie.</summary>
    public const string CookieName = "mail-dispatcher-operator";

    public const string FormField = "form_token";

    public Viewer ViewerOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var session = IdentityOf(context.User, AccessSchemes.Session);
        var mayAct = session?.HasClaim(ClaimTypes.Role, nameof(AccessRole.Operator)) == true;
        return new Viewer(
            session?.Name ?? IdentityOf(context.User, AccessSchemes.Bearer)?.Name,
            session is not null,
            mayAct,
            tokens.Any
        );
    }

    /// <summary>Why a form may not act; null when it may. A session has been asked for before.</summary>
    public async Task<string?> ObjectionToAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.HasFormContentType)
            return "This takes the page's own form.";
        if (!IsSameOrigin(context.Request))
            return "The form was sent from another site.";
        return await antiforgery.IsRequestValidAsync(context)
            ? null
            : "The form is not one of ours, or too old. Load the page again.";
    }

    /// <summary>
    /// Browsers send the origin with every form; whoever sends none is no browser and has no business with forms.
    /// </summary>
    public static bool IsSameOrigin(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && HostString.FromUriComponent(origin) is var from
            && string.Equals(from.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && (request.Host.Port ?? origin.Port) == origin.Port;
    }

    private static ClaimsIdentity? IdentityOf(ClaimsPrincipal user, string scheme) =>
        user.Identities.FirstOrDefault(identity => identity.AuthenticationType == scheme && identity.IsAuthenticated);
}
