using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MailDispatcher.Sandbox.Api;
using MailDispatcher.Sandbox.Mails;

namespace MailDispatcher.Sandbox.Webhooks;

/// <summary>
/// Posts the events of the mails taken to the webhooks when they happen, by the sandbox's clock, and as badly as it is
/// told to. It posts again after an answer of 429 alone, as Brevo documents. What is on its way when the sandbox ends
/// is forgotten.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private const int MostAtOnce = 16;

    // In real time: a clock that stands still is moved by whoever tests.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // 10 minutes, 1, 2 and 8 hours.
    private static readonly double[] Growth = [1, 6, 12, 48];

    private readonly WebhookStore _webhooks;
    private readonly WebhookFaults _faults;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<WebhookPost, DateTimeOffset> _due = new();
    private readonly SemaphoreSlim _free = new(MostAtOnce, MostAtOnce);
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly CancellationTokenSource _ending = new();
#pragma warning disable CA5394 // Nothing secret hangs on it, and the same faults come again.
    private readonly Random _random = new(1);
    private readonly Task _running;
    private int _ended;

    public WebhookSender(WebhookStore webhooks, WebhookFaults faults, TimeProvider time)
    {
        (_webhooks, _faults, _time) = (webhooks, faults, time);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Plans the posts of a mail's events.</summary>
    public void Plan(AcceptedMail mail)
    {
        if (_webhooks.IsEmpty)
            return;
        lock (_gate)
        {
            foreach (var happened in EventLog.All(mail))
            {
                if (_random.NextDouble() < _faults.Lost)
                    continue;
                var copies = _random.NextDouble() < _faults.Doubled ? 2 : 1;
                for (var n = 0; n < copies; n++)
                    _due.Enqueue(new(happened, null, 0), happened.At + _faults.Delay * _random.NextDouble());
            }
        }
    }
#pragma warning restore CA5394

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        await _ending.CancelAsync();
        await _running;
        _http.Dispose();
        _free.Dispose();
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(PollInterval);
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                foreach (var post in TakeDue())
                {
                    foreach (var webhook in post.To is { } one ? [one] : _webhooks.All)
                    {
                        if (!WebhookWords.IsSubscribed(webhook.Events, post.Event.Name))
                            continue;
                        await _free.WaitAsync(_ending.Token);
                        _ = PostAsync(webhook, post);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The sandbox ends.
        }

        // What is under way ends soon: it was cancelled.
        for (var n = 0; n < MostAtOnce; n++)
            await _free.WaitAsync();
    }

    private List<WebhookPost> TakeDue()
    {
        var now = _time.GetUtcNow();
        var due = new List<WebhookPost>();
        lock (_gate)
            while (_due.TryPeek(out var post, out var at) && at <= now)
            {
                _due.Dequeue();
                due.Add(post);
            }

        return due;
    }

    private async Task PostAsync(Webhook webhook, WebhookPost post)
    {
        try
        {
            using var request = RequestOf(webhook, post.Event);
            using var response = await _http.SendAsync(request, _ending.Token);
            _webhooks.Count(response.IsSuccessStatusCode);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
                Again(webhook, post);
        }
        catch (HttpRequestException)
        {
            _webhooks.Count(taken: false);
            Again(webhook, post);
        }
        catch (OperationCanceledException)
        {
            _webhooks.Count(taken: false);
            if (!_ending.IsCancellationRequested)
                Again(webhook, post);
        }
        finally
        {
            _free.Release();
        }
    }

    private void Again(Webhook webhook, WebhookPost post)
    {
        if (post.Tries >= Growth.Length)
            return;
        lock (_gate)
            _due.Enqueue(
                post with
                {
                    To = webhook,
                    Tries = post.Tries + 1,
                },
                _time.GetUtcNow() + _faults.Retry * Growth[post.Tries]
            );
    }

    private static HttpRequestMessage RequestOf(Webhook webhook, MailEvent happened)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(BodyOf(webhook, happened)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (webhook.BearerToken is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        else if (webhook.Url.UserInfo is { Length: > 0 } user)
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user)))
            );
        foreach (var (name, value) in webhook.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static byte[] BodyOf(Webhook webhook, MailEvent happened) =>
        ApiAnswer
            .Json(
                200,
                new Dictionary<string, object?>
                {
                    ["event"] = WebhookWords.InBody(happened.Name),
                    ["email"] = happened.Recipient.Email,
                    // Of the webhook, and not of the event.
                    ["id"] = webhook.Id,
                    ["date"] = happened.At.ToString("yyyy-MM-dd HH:mm:ss", null),
                    ["ts"] = happened.At.ToUnixTimeSeconds(),
                    ["ts_event"] = happened.At.ToUnixTimeSeconds(),
                    ["ts_epoch"] = happened.At.ToUnixTimeMilliseconds(),
                    ["message-id"] = happened.Mail.MessageId,
                    ["subject"] = happened.Mail.Subject,
                    ["template_id"] = happened.Mail.TemplateId,
                    ["tags"] = happened.Mail.Tags,
                    ["tag"] = JsonSerializer.Serialize(happened.Mail.Tags),
                    ["reason"] = happened.Reason,
                }
            )
            .Body.ToArray();
}
