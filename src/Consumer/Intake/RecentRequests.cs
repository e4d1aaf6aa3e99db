using MailDispatcher.Contracts;

namespace MailDispatcher.Consumer.Intake;

/// <summary>
/// The latest requests that came over HTTP to this process and were confirmed: until the leader has seen them nobody
/// else can say that they exist. Lives in memory alone. Safe for concurrent use.
/// </summary>
internal sealed class RecentRequests
{
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<Guid, MailRequest> _requests = [];

    public MailRequest? Find(Guid id)
    {
        lock (_gate)
            return _requests.GetValueOrDefault(id);
    }

    public void Add(MailRequest request)
    {
        lock (_gate)
        {
            _requests[request.Id!.Value] = request with { Params = null, Data = null, Attachments = null };
            _contents[request.Id.Value] = MailRequestCodec.ContentHash(request);
            if (_requests.Count <= Most)
                return;
            _contents.Remove(_requests.GetAt(0).Key);
            _requests.RemoveAt(0);
        }
    }

    /// <summary>What the request said, as a number; null for one that is not known.</summary>
    public long? ContentOf(Guid id)
    {
        lock (_gate)
            return _contents.TryGetValue(id, out var content) ? content : null;
    }

    private readonly Dictionary<Guid, long> _contents = [];
}
