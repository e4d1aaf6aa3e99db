namespace MailDispatcher.Web.Access;

/// <summary>
/// What every answer tells the browser: nothing from elsewhere, nothing inline, nobody frames it, nobody keeps it.
/// </summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action "
        + "'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    public static void Set(HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        // With "no-referrer" browsers would send "Origin: null" with our own forms.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }
}
