using System.Net;
using MailDispatcher.MailManager.Settings;

namespace MailDispatcher.MailManager.Http;

/// <summary>
/// Speaks HTTP with the provider and tells how far each call came. It promises that a call said to be not sent was not
/// sent: that is decided by whether the body had begun to be written, not by the kind of the failure.
/// </summary>
internal sealed class ProviderClient(
    HttpClient http,
    ProviderResilience resilience,
    CallBudgets budgets,
    BrevoOptions options,
    TimeProvider time
)
{
    /// <exception cref="OperationCanceledException">Cancelled, and the request certainly did not leave.</exception>
    public Task<Exchange> PostAsync(string path, byte[] body, CancellationToken cancellationToken) =>
        resilience.Sends.RunAsync(
            token => AttemptAsync(HttpMethod.Post, path, body, token, cancellationToken),
            cancellationToken
        );

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Exchange> GetAsync(string path, CallBudget budget, CancellationToken cancellationToken)
    {
        if (budgets.ClosedUntil(budget) is { } until)
            return new Exchange.NotSent($"the provider allows no further reading before {until:u}", Until: until);
        var exchange = await resilience.Readings.RunAsync(
            token => AttemptAsync(HttpMethod.Get, path, null, token, cancellationToken),
            cancellationToken
        );
        if (exchange is Exchange.Answered answered)
            budgets.Note(budget, answered.Answer);
        return exchange;
    }

    /// <summary>
    /// Changes something of the account that is no mail. Not repeated; it may be done and not answered.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Exchange> ChangeAsync(
        HttpMethod method,
        string path,
        byte[]? body,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        return await AttemptAsync(method, path, body, limit.Token, cancellationToken);
    }

    /// <param name="caller">The part of <paramref name="cancellationToken"/> that is no time-out.</param>
    private async Task<Exchange> AttemptAsync(
        HttpMethod method,
        string path,
        byte[]? body,
        CancellationToken cancellationToken,
        CancellationToken caller
    )
    {
        using var content = body is null ? null : new TrackedContent(body);
        try
        {
            return await ExchangeAsync(method, path, content, cancellationToken);
        }
        catch (OperationCanceledException) when (caller.IsCancellationRequested)
        {
            if (content is not { Begun: true })
                throw;
            return new Exchange.Lost("stopped while the provider was answering");
        }
        catch (OperationCanceledException)
        {
            var within = $"within {options.Timeout.TotalSeconds:0.###} s";
            return content is { Begun: false }
                ? new Exchange.NotSent($"no connection {within}")
                : new Exchange.Lost($"no answer {within}");
        }
        catch (Exception e)
        {
            // Any: the HTTP client lets exceptions of its sockets through, and an attempt without an outcome is the
            // worst answer.
            var reason = e.GetBaseException().Message.ReplaceLineEndings(" ");
            return content is { Begun: false }
                ? new Exchange.NotSent(reason, WorthRetrying: true)
                : new Exchange.Lost(reason, WorthRetrying: true);
        }
    }

    private async Task<Exchange> ExchangeAsync(
        HttpMethod method,
        string path,
        TrackedContent? content,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = content,
            // Over HTTP/1.1 a request is one connection's business, and what was written is plain.
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return new Exchange.Answered(await AnswerReader.ReadAsync(response, time.GetUtcNow(), cancellationToken));
    }
}
