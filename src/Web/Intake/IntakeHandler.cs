using System.Security.Claims;
using System.Text.Encodings.Web;
using MailDispatcher.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Web.Intake;

/// <summary>Knows an app that asks for mails. Its token opens nothing else.</summary>
internal sealed class IntakeHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IntakeApps apps,
    SignInThrottle guard
) : TokenHandler(options, loggers, encoder, guard, "an app's token")
{
    /// <summary>Scheme and policy.</summary>
    public const string Name = "intake-app";

    protected override ClaimsPrincipal? Find(string token) =>
        apps.Find(token) is { } app
            ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, app.Name)], Name))
            : null;
}
