using System.Security.Claims;
using System.Text.Encodings.Web;
using MailDispatcher.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Web.Intake;

/// <summary>Knows an app by the token that it shows with each request. Its token opens nothing else.</summary>
internal sealed class IntakeHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IntakeApps apps,
    SignInGuard guard
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Scheme and policy.</summary>
    public const string Name = "intake-app";

    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        var address = Context.Connection.RemoteIpAddress;
        if (guard.WaitOf(address) > TimeSpan.Zero)
            return Task.FromResult(AuthenticateResult.Fail("Too many wrong tokens."));
        if (apps.Find(header[Prefix.Length..].Trim()) is not { } app)
        {
            guard.Failed(address, "an app's token");
            return Task.FromResult(AuthenticateResult.Fail("That is no app's token."));
        }

        guard.Succeeded(address);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, app.Name)], Name);
        return Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name))
        );
    }
}
