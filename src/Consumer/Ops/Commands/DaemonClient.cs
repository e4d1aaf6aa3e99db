using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MailDispatcher.Web.View;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary>
/// Asks a running daemon over HTTP. What goes wrong is a <see cref="DaemonUnreachableException"/> that says what to do.
/// </summary>
internal sealed class DaemonClient(Uri url, string? token, string by) : IDisposable
{
    // A mail's timeline is the whole journal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = Patience };

    /// <summary>The JSON of an address, as the daemon wrote it; null when there is nothing of that name.</summary>
    /// <exception cref="DaemonUnreachableException">It does not answer, or not to us.</exception>
    public async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, cancellationToken);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            return null;
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? text
            : throw new DaemonUnreachableException(
                Words(text) ?? $"The daemon at {url} answered {(int)answer.StatusCode}."
            );
    }

    /// <summary>The mails that fit a text, as JSON. An address is sent as the body: nothing keeps that.</summary>
    /// <exception cref="DaemonUnreachableException">It does not answer, or not to us.</exception>
    public async Task<string> SearchAsync(string text, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, "api/search", cancellationToken, text);
        var json = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? json
            : throw new DaemonUnreachableException(
                Words(json) ?? $"The daemon at {url} answered {(int)answer.StatusCode}."
            );
    }

    /// <summary>Asks for an action.</summary>
    /// <exception cref="DaemonUnreachableException">It does not answer, or not to us.</exception>
    /// <param name="about">What it is about, sent as the body; null for nothing.</param>
    public async Task<ActionResult> ActAsync(string action, CancellationToken cancellationToken, string? about = null)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"api/{action}", cancellationToken, about);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return new ActionResult(
            answer.IsSuccessStatusCode,
            Words(text) ?? $"The daemon at {url} answered {(int)answer.StatusCode}."
        );
    }

    public static T Parse<T>(string json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new DaemonUnreachableException("The daemon's answer is empty.");

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        CancellationToken cancellationToken,
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation("X-Operator", by);
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception e)
            when (e is HttpRequestException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new DaemonUnreachableException(
                $"The daemon at {url} does not answer: {e.Message} Is it running, and is --url right?",
                e
            );
        }
    }

    private static string? Words(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OpsJson.Default.ActionResult)?.Words;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
