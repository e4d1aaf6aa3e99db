using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Web.Access;

/// <summary>Knows a program by the token that it shows with each request.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AccessTokens tokens,
    SignInGuard guard
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name under which a caller acts, where the token has none of its own.</summary>
    public const string OperatorHeader = "X-Operator";

    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        var address = Context.Connection.RemoteIpAddress;
        if (guard.WaitOf(address) > TimeSpan.Zero)
            return Task.FromResult(AuthenticateResult.Fail("Too many wrong tokens; try again in half a minute."));
        if (tokens.Find(header[Prefix.Length..].Trim()) is not { } token)
        {
            guard.Failed(address, "a bearer token");
            return Task.FromResult(AuthenticateResult.Fail("That is not the token."));
        }

        guard.Succeeded(address);
        var name = token.Name ?? PersonName.Tidy(Request.Headers[OperatorHeader]);
        return Task.FromResult(
            AuthenticateResult.Success(
                new AuthenticationTicket(AccessSchemes.PrincipalOf(AccessSchemes.Bearer, name, token.Role), Scheme.Name)
            )
        );
    }
}
