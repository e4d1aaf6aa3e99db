using System.Security.Claims;

namespace MailDispatcher.Web.Access;

/// <summary>How people are known, and what they may do: the names of schemes and policies, each once.</summary>
internal static class AccessSchemes
{
    /// <summary>A browser's session.</summary>
    public const string Session = "session";

    /// <summary>A program with a token.</summary>
    public const string Bearer = "bearer";

    /// <summary>Somebody on this very machine: may read, and is nobody in particular.</summary>
    public const string ThisMachine = "this-machine";

    /// <summary>Policy: may look.</summary>
    public const string Reader = "reader";

    /// <summary>Policy: may act by a page's form.</summary>
    public const string OperatorOnPage = "operator-on-page";

    /// <summary>
    /// Policy: may act by a token, never by a cookie, which a strange site could make a browser send.
    /// </summary>
    public const string OperatorByToken = "operator-by-token";

    internal static ClaimsPrincipal PrincipalOf(string scheme, string name, AccessRole role)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role.ToString())],
            scheme
        );
        // A form belongs to the session whose page it stood on, and nobody else has one.
        if (scheme == Session)
            identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString("N")));
        return new ClaimsPrincipal(identity);
    }
}
