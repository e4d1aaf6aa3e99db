using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Web.Access;

/// <summary>Knows a program that reads or acts.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AccessTokens tokens,
    SignInThrottle guard
) : TokenHandler(options, loggers, encoder, guard, "a bearer token")
{
    /// <summary>The name under which a caller acts, where the token has none of its own.</summary>
    public const string OperatorHeader = "X-Operator";

    protected override ClaimsPrincipal? Find(string token) =>
        tokens.Find(token) is { } found
            ? AccessSchemes.PrincipalOf(
                AccessSchemes.Bearer,
                found.Name ?? PersonName.Tidy(Request.Headers[OperatorHeader]),
                found.Role
            )
            : null;
}
