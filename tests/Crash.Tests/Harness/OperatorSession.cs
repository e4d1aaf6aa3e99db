using System.Net;

namespace MailDispatcher.Crash.Tests.Harness;

/// <summary>
/// An operator who has logged in to a daemon's page, and sends its forms as a browser does: with the session's cookies,
/// the origin, and the form's own token.
/// </summary>
internal sealed class OperatorSession : IDisposable
{
    public const string Token = "token-of-the-tests-0123";

    private readonly HttpClient _http;

    private OperatorSession(Uri page)
    {
        _http = new HttpClient { BaseAddress = page };
        _http.DefaultRequestHeaders.Add("Origin", page.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Logs in at a daemon whose <c>Ops__Token</c> is <see cref="Token"/>.</summary>
    public static async Task<OperatorSession> OpenAsync(Uri page, CancellationToken cancellationToken)
    {
        var session = new OperatorSession(page);
        await session.PostAsync("login", cancellationToken, ("name", "olga"), ("token", Token));
        return session;
    }

    /// <summary>What a page shows.</summary>
    public async Task<string> ReadAsync(string path, CancellationToken cancellationToken) =>
        WebUtility.HtmlDecode(await _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken));

    /// <summary>Sends a form that stands on a page, and returns what the operator reads then.</summary>
    public async Task<(HttpStatusCode Status, string Text)> ActAsync(
        string path,
        string action,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] fields
    )
    {
        const string Before = "name=\"form_token\" value=\"";
        var page = await ReadAsync(path, cancellationToken);
        Assert.Contains($"action=\"/actions/{action}\"", page, StringComparison.Ordinal);
        Assert.All(fields, field => Assert.Contains($"value=\"{field.Value}\"", page, StringComparison.Ordinal));
        var start = page.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        var token = page[start..page.IndexOf('"', start)];
        return await PostAsync(
            $"actions/{action}",
            cancellationToken,
            [.. fields, ("form_token", token), ("back", $"/{path}")]
        );
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(
        string path,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] fields
    )
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), form, cancellationToken);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(cancellationToken)));
    }
}
