using System.Diagnostics;
using MailDispatcher.Core.Policy;
using MailDispatcher.Core.Ports;

namespace MailDispatcher.Engine;

/// <summary>
/// What to do when more waits than can be held. The mails that are due last move to queues for later days, once; what
/// remains of them here is what the policy needs to choose. When it chooses one, or when there is room, the queue of
/// its day is read again. The policy sees everything, and little is held.
/// </summary>
internal sealed class LaterMails(LoopState state, ILaterQueues queues, Action<LoopInput> post)
{
    private const double Full = 0.9;
    private const double Roomy = 0.5;

    // Real time: it is the broker that is asked.
    private static readonly TimeSpan LongestSearch = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, WaitingMail> _mails = [];
    private readonly HashSet<Guid> _wanted = [];
    private readonly PriorityQueue<WaitingMail, DateTimeOffset> _byDeadline = new();
    private readonly HashSet<Guid> _settled = [];
    private readonly List<PendingMail> _putBack = [];
    private int? _slot;
    private bool _isMoving;
    private long _progressAt;

    public int Count => _mails.Count;

    public IReadOnlyCollection<WaitingMail> All => _mails.Values;

    /// <summary>Null for one that stands in none of them.</summary>
    public WaitingMail? Find(Guid id) => _mails.GetValueOrDefault(id);

    /// <summary>It stands in one of the queues for later days.</summary>
    public bool Has(Guid id) => _mails.ContainsKey(id);

    /// <summary>Whether a mail was chosen and is not in hand yet.</summary>
    public bool Wants(Guid id) => _wanted.Contains(id);

    /// <summary>Chosen mails that are not in hand yet.</summary>
    public bool Awaits => _wanted.Count > 0;

    /// <summary>
    /// After a start: what the journal knows and the pending queue did not hold stands in one of the queues.
    /// </summary>
    public void Remember(IEnumerable<WaitingMail> mails)
    {
        foreach (var mail in mails)
            Add(mail);
    }

    /// <summary>A mail is in hand again.</summary>
    /// <returns>
    /// True when it was settled meanwhile, past its deadline or withdrawn: its message is all that is left of it.
    /// </returns>
    public bool Returned(Guid id)
    {
        if (_mails.Remove(id, out var mail))
            state.Mails.Waiting.Remove(mail);
        if (_wanted.Remove(id))
            _progressAt = Stopwatch.GetTimestamp();
        return _settled.Remove(id);
    }

    /// <summary>A mail was read that nobody wants now: it goes to the end of its queue.</summary>
    public void PutBack(PendingMail mail)
    {
        state.Mails.Busy(mail, PendingMailState.Leaving);
        _putBack.Add(mail);
    }

    /// <summary>Chosen mails that are elsewhere; they will be read.</summary>
    public void Want(IEnumerable<Guid> chosen)
    {
        if (_wanted.Count == 0)
            _progressAt = Stopwatch.GetTimestamp();
        _wanted.Clear();
        var all = chosen.ToHashSet();
        _wanted.UnionWith(all.Where(_mails.ContainsKey));
        if (_wanted.Count == 0)
            return;
        // What was read before and is not chosen would keep out what is.
        foreach (
            var mail in state
                .Mails.All.Where(m =>
                    m is { State: PendingMailState.Ready, Delivery.IsLater: true } && !all.Contains(m.Id)
                )
                .ToList()
        )
            PutBack(mail);
    }

    /// <summary>Those past their deadline, each once; their messages go when they are read.</summary>
    public IEnumerable<WaitingMail> TakeExpired(DateTimeOffset now)
    {
        while (_byDeadline.TryPeek(out var mail, out var deadline) && deadline <= now)
        {
            _byDeadline.Dequeue();
            if (!_mails.TryGetValue(mail.Id, out var known) || known != mail)
                continue;
            SettledElsewhere(mail);
            yield return mail;
        }
    }

    /// <summary>
    /// It is settled while its message stands in a queue for a later day; the message goes when it is read.
    /// </summary>
    public void SettledElsewhere(WaitingMail mail)
    {
        _mails.Remove(mail.Id);
        _wanted.Remove(mail.Id);
        state.Mails.Waiting.Remove(mail);
        _settled.Add(mail.Id);
    }

    /// <summary>Moves what is due last out of hand when the hand is full and more waits.</summary>
    public void MakeRoom(int prefetch, int ready)
    {
        GiveUpWhatIsGone();
        if (_isMoving)
            return;
        if (_putBack.Count > 0)
        {
            Move([.. _putBack]);
            _putBack.Clear();
            return;
        }

        if (ready == 0 || state.Mails.Count < prefetch * Full)
            return;
        var last = state
            .Mails.All.Where(m => m.State == PendingMailState.Ready && !m.Request.Cancel && !_wanted.Contains(m.Id))
            .OrderByDescending(m => m.Deadline)
            .Take(prefetch / 2)
            .ToList();
        if (last.Count == 0)
            return;
        Move(last);
    }

    /// <summary>They are stored there: their messages may leave the queue they came from.</summary>
    public void Moved(IReadOnlyList<(PendingMail Mail, Delivery From)> moved)
    {
        _isMoving = false;
        foreach (var (mail, from) in moved)
        {
            state.Turn.Ack(from);
            // It came again before its confirm, and is in hand by that message.
            if (!ReferenceEquals(mail.Delivery, from))
                continue;
            state.Mails.Remove(mail);
            Add(mail.Waiting);
        }
    }

    /// <summary>Which slot is read now, and with how many messages in hand at most; null for no change.</summary>
    public (int? Slot, int Prefetch)? Next(int prefetch, int ready)
    {
        var room = (int)(prefetch * Roomy);
        int? wanted =
            _wanted.Count > 0 ? SlotOf(_wanted.Select(id => _mails[id].Deadline).Min())
            : ready == 0 && !_isMoving && _mails.Count > 0 && state.Mails.Count < room
                ? SlotOf(_mails.Values.Min(m => m.Deadline))
            : null;
        if (wanted == _slot)
            return null;
        _slot = wanted;
        return (wanted, Math.Max(1, room / 2));
    }

    private void Add(WaitingMail mail)
    {
        if (!_mails.TryAdd(mail.Id, mail))
            return;
        state.Mails.Waiting.Add(mail);
        _byDeadline.Enqueue(mail, mail.Deadline);
    }

    // Somebody may have emptied a queue by hand.
    private void GiveUpWhatIsGone()
    {
        if (_wanted.Count == 0 || Stopwatch.GetElapsedTime(_progressAt) < LongestSearch)
            return;
        foreach (var id in _wanted)
            if (_mails.Remove(id, out var mail))
                state.Mails.Waiting.Remove(mail);
        _wanted.Clear();
    }

    private void Move(List<PendingMail> mails)
    {
        _isMoving = true;
        foreach (var mail in mails)
            state.Mails.Busy(mail, PendingMailState.Moving);
        _ = MoveAsync(mails.ConvertAll(m => (m, m.Delivery)));
    }

    private async Task MoveAsync(List<(PendingMail Mail, Delivery From)> mails)
    {
        try
        {
            await queues.MoveAsync(mails.ConvertAll(m => (m.From, SlotOf(m.Mail.Deadline))));
            post(new LoopInput.Moved(mails));
        }
        catch (Exception e)
        {
            post(new LoopInput.Broken(e));
        }
    }

    private int SlotOf(DateTimeOffset deadline) => state.Day.Of(deadline.AddTicks(-1)).DayNumber % queues.Slots;
}
