using MailDispatcher.Core.Policy;

namespace MailDispatcher.Simulation;

/// <summary>The mails of a trace on their way: still to come, waiting, or with their result.</summary>
internal sealed class SimulatedQueue
{
    private readonly IReadOnlyList<TraceMail> _trace;
    private readonly int[] _byArrival;
    private readonly MailResult?[] _results;
    private readonly WaitingMail?[] _mails;
    private readonly WaitingSet _waiting;
    private readonly PriorityQueue<int, long> _byDeadline = new();
    private readonly Dictionary<(string, string), List<int>> _topics = [];
    private readonly UnreachableRecipients _unreachable;
    private readonly HashSet<string> _suppressed = [];
    private bool _bounced;
    private int _next;

    public SimulatedQueue(IReadOnlyList<TraceMail> trace, CreditDay day, UnreachableRecipients unreachable)
    {
        (_trace, Log, _waiting, _unreachable) = (trace, new ArrivalLog(day), new WaitingSet(day), unreachable);
        (_results, _mails) = (new MailResult?[trace.Count], new WaitingMail?[trace.Count]);
        _byArrival = [.. Enumerable.Range(0, trace.Count).OrderBy(i => trace[i].Arrival)];
    }

    public ArrivalLog Log { get; }

    public IReadOnlyCollection<WaitingMail> Waiting => _waiting;

    public DateTimeOffset? NextArrival => _next < _byArrival.Length ? _trace[_byArrival[_next]].Arrival : null;

    public DateTimeOffset LastArrival => _trace[_byArrival[^1]].Arrival;

    /// <summary>Everything that came until then, that instant included.</summary>
    public void TakeArrivals(DateTimeOffset now)
    {
        for (; _next < _byArrival.Length && _trace[_byArrival[_next]].Arrival <= now; _next++)
            Take(_byArrival[_next]);
    }

    public void Expire(DateTimeOffset now)
    {
        while (_byDeadline.TryPeek(out var index, out var deadline) && deadline <= now.UtcTicks)
            Settle(_byDeadline.Dequeue(), new MailResult.Expired());
    }

    public void Send(IReadOnlyList<WaitingMail> chosen, DateTimeOffset now)
    {
        foreach (var mail in chosen)
        {
            var index = IndexOf(mail.Id);
            if (_results[index] is not null || mail.Deadline <= now)
                throw new InvalidOperationException($"The policy sends mail {_trace[index].Id} twice or too late.");
            if (_trace[index].Recipient is { } recipient && _unreachable.Recipients.Contains(recipient))
                Bounce(index, recipient, now);
            else
                Settle(index, new MailResult.Sent(now));
        }

        SuppressInHand();
    }

    /// <summary>What never got a result waits, or is past its deadline by then.</summary>
    public IReadOnlyList<MailResult> Results(DateTimeOffset end)
    {
        TakeArrivals(end);
        Expire(end);
        return [.. _results.Select(f => f ?? new MailResult.Waiting())];
    }

    private void Take(int index)
    {
        var mail = _trace[index];
        if (mail.Recipient is { } unreachable && _suppressed.Contains(unreachable) && !mail.Cancel)
        {
            Settle(index, new MailResult.Suppressed());
            return;
        }

        if (mail.Topic is not null && mail.Recipient is not null && !TakeTopic(index))
            return;
        Log.Add(mail.Arrival, mail.Event, mail.Value);
        _waiting.Add(_mails[index] = new WaitingMail(IdOf(index), mail.Arrival, mail.Event, mail.Template, mail.Value));
        _byDeadline.Enqueue(index, mail.Event.UtcTicks);
    }

    private void Bounce(int index, string recipient, DateTimeOffset now)
    {
        Settle(index, new MailResult.Bounced(now));
        if (_unreachable.AreSuppressed)
            _bounced |= _suppressed.Add(recipient);
    }

    private void SuppressInHand()
    {
        if (!_bounced)
            return;
        _bounced = false;
        foreach (var index in _waiting.Select(mail => IndexOf(mail.Id)).ToList())
            if (_trace[index].Recipient is { } recipient && _suppressed.Contains(recipient))
                Settle(index, new MailResult.Suppressed());
    }

    /// <summary>False when there is nothing to send: a cancel request, or a newer one is already here.</summary>
    private bool TakeTopic(int index)
    {
        var (topic, recipient) = (_trace[index].Topic!, _trace[index].Recipient!);
        if (!_topics.TryGetValue((topic, recipient), out var alike))
            _topics[(topic, recipient)] = alike = [];
        alike.Add(index);
        var obsolete = SupersedeRule.Apply(
            alike.Select(i => new TopicMail(
                IdOf(i),
                topic,
                recipient,
                _trace[i].Version,
                _trace[i].Arrival,
                _trace[i].Cancel
            ))
        );
        foreach (var older in obsolete)
            Settle(IndexOf(older.Id), new MailResult.Superseded());
        if (_trace[index].Cancel)
            Settle(index, new MailResult.Superseded());
        return _results[index] is null;
    }

    /// <summary>What has a result keeps it.</summary>
    private void Settle(int index, MailResult result)
    {
        _results[index] ??= result;
        if (_mails[index] is not { } mail)
            return;
        _waiting.Remove(mail);
        _mails[index] = null;
    }

    private static Guid IdOf(int index) => new(index, 0, 0, new byte[8]);

    /// <summary>Where in the trace the mail with this id stands.</summary>
    public static int IndexOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes);
    }
}
