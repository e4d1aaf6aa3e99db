using System.Net;

namespace MailDispatcher.Web.Access;

/// <summary>
/// Judges who may read and who may act. Reading is free on this machine: the connection comes from a loopback address,
/// no proxy has left its mark, and the page was asked for by a loopback name (a foreign name that resolves to 127.0.0.1
/// would let a strange site read us through a visitor's browser). All else needs the token, as a bearer or as a session.
/// </summary>
public sealed class AccessRules(OperatorToken token)
{
    public const string CookieName = "mail-dispatcher-operator";

    /// <summary>The name under which a caller with a bearer token acts.</summary>
    public const string OperatorHeader = "X-Operator";

    public const string FormField = "form_token";

    private static readonly string[] ProxyMarks = ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"];

    public Viewer Judge(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var bearer = BearerOf(context.Request);
        var session = SessionOf(context.Request);
        var who = bearer ?? token.OperatorOf(session);
        return new Viewer(
            who is not null || IsThisMachine(context), who, session is not null && who is not null && bearer is null ? token.FormToken(session) : null, token.IsSet);
    }

    /// <summary>The caller's name when the request has the right bearer token; null otherwise.</summary>
    public string? BearerOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && token.Matches(header[scheme.Length..].Trim())
            ? OperatorToken.Tidy(request.Headers[OperatorHeader]) : null;
    }

    /// <summary>
    /// The operator's name when a form may act: a valid session, sent from a page of this very origin, with its form
    /// token. Else null, with the reason.
    /// </summary>
    public (string? Operator, string Objection) JudgeForm(HttpRequest request, IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(form);
        if (!token.IsSet) return (null, "Nobody may act here: Ops__Token is not set.");
        if (!IsSameOrigin(request)) return (null, "The form was sent from another site.");
        if (SessionOf(request) is not { } session || token.OperatorOf(session) is not { } who) return (null, "You are not logged in, or no longer.");
        return token.IsFormToken(session, form[FormField]) ? (who, "") : (null, "The form is not one of ours, or too old. Load the page again.");
    }

    /// <summary>Browsers send the origin with every form; whoever sends none is no browser and has no business with forms.</summary>
    public static bool IsSameOrigin(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && HostString.FromUriComponent(origin) is var from
            && string.Equals(from.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && (request.Host.Port ?? origin.Port) == origin.Port;
    }

    private static string? SessionOf(HttpRequest request) => request.Cookies[CookieName];

    private static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        && !ProxyMarks.Any(context.Request.Headers.ContainsKey)
        && IsLoopbackName(context.Request.Host.Host);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
