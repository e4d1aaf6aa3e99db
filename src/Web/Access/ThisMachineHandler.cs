using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MailDispatcher.Web.Access;

/// <summary>
/// Lets this machine's own visitors read: the connection comes from a loopback address, no proxy has left its mark, and
/// the page was asked for by a loopback name (a foreign name that resolves to 127.0.0.1 would let a strange site read
/// us through a visitor's browser).
/// </summary>
internal sealed class ThisMachineHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private static readonly string[] ProxyMarks =
    [
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Real-IP",
        "Forwarded",
        "Via",
    ];

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(
            IsThisMachine()
                ? AuthenticateResult.Success(
                    new AuthenticationTicket(
                        AccessSchemes.PrincipalOf(
                            AccessSchemes.ThisMachine,
                            "somebody on this machine",
                            AccessRole.Reader
                        ),
                        Scheme.Name
                    )
                )
                : AuthenticateResult.NoResult()
        );

    private bool IsThisMachine() =>
        Context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        && !ProxyMarks.Any(Request.Headers.ContainsKey)
        && IsLoopbackName(Request.Host.Host);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
