using System.Collections.Concurrent;

namespace MailDispatcher.Sandbox.Webhooks;

/// <summary>The account's webhooks. Thread-safe.</summary>
public sealed class WebhookStore
{
    /// <summary>An account has no more.</summary>
    public const int Most = 40;

    private readonly ConcurrentDictionary<long, Webhook> _webhooks = new();
    private long _posted;
    private long _refused;
    private long _number;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Webhook> All => [.. _webhooks.Values.OrderByDescending(w => w.Id)];

    public bool IsEmpty => _webhooks.IsEmpty;

    /// <summary>Posts that were answered 200 to 299.</summary>
    public long Posted => Interlocked.Read(ref _posted);

    /// <summary>Posts that ended otherwise.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public Webhook? Find(long id) => _webhooks.GetValueOrDefault(id);

    internal Webhook Add(Func<long, Webhook> make)
    {
        var webhook = make(Interlocked.Increment(ref _number));
        return _webhooks[webhook.Id] = webhook;
    }

    internal void Put(Webhook webhook) => _webhooks[webhook.Id] = webhook;

    internal bool Remove(long id) => _webhooks.TryRemove(id, out _);

    internal void Count(bool taken)
    {
        if (taken)
            Interlocked.Increment(ref _posted);
        else
            Interlocked.Increment(ref _refused);
    }
}
