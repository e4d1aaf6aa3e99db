using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Web.Access;

/// <summary>
/// Knows a caller by the bearer token that it shows with each request (RFC 6750); who shows wrong ones has to wait.
/// </summary>
/// <param name="token">What kind of token it is, in words: <c>an app's token</c>.</param>
internal abstract class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    SignInThrottle guard,
    string token
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Prefix = "Bearer ";

    /// <summary>Whose token it is; null for nobody's.</summary>
    protected abstract ClaimsPrincipal? Find(string token);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var address = Context.Connection.RemoteIpAddress;
        if (guard.WaitOf(address) > TimeSpan.Zero)
            return AuthenticateResult.Fail("Too many wrong tokens; try again in half a minute.");
        if (Find(header[Prefix.Length..].Trim()) is not { } principal)
        {
            guard.Failed(address, token);
            return AuthenticateResult.Fail("Nobody has that token.");
        }

        guard.Succeeded(address);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }
}
