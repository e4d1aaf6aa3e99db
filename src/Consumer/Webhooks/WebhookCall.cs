using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using MailDispatcher.Consumer.Settings;
using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Webhooks;

/// <summary>
/// One call of an app's webhook, signed after Standard Webhooks (v1, HMAC-SHA256). It follows no redirect, so that
/// nobody but who set the address says where an outcome goes, and it reads no answer's body. Safe for concurrent use.
/// </summary>
internal sealed class WebhookCall(HttpClient http, OutcomeWebhook webhook, TimeProvider time)
{
    /// <summary>How long an app may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A client for such calls.</summary>
    public static HttpClient NewClient() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = Patience,
                // An app may move to another machine.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>The id that receivers know a repeat by; the signed text is parted by dots.</summary>
    public static string IdOf(MailOutcome outcome) => outcome.EventId.Replace('.', '_');

    /// <returns>Null when the app has it; else why not, in words.</returns>
    public async Task<string?> SendAsync(MailOutcome outcome, byte[] body, CancellationToken cancellationToken)
    {
        var (id, at) = (IdOf(outcome), time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue(MailOutcomeCodec.ContentType) },
            },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", $"v1,{Signature(id, at, body)}");
        request.Headers.UserAgent.ParseAdd("mail-dispatcher");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return answer.IsSuccessStatusCode ? null : $"it answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return $"it can't be reached ({e.HttpRequestError})";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer within {Patience.TotalSeconds:0} s";
        }
    }

    private string Signature(string id, string at, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. body];
        return Convert.ToBase64String(HMACSHA256.HashData(webhook.Secret, signed));
    }
}
