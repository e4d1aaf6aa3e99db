namespace MailDispatcher.Core.Journal;

/// <summary>
/// When mails left to each person, for the ceiling per person. It knows a person by the keyed hash that an attempt
/// bears; attempts without one are not counted. One owner, as the projection has.
/// </summary>
public sealed class PersonSends
{
    private const int SweepEvery = 4096;

    // A window looks back over a calendar month at most.
    private static readonly TimeSpan LongestMemory = TimeSpan.FromDays(32);
    private static readonly TimeSpan StormSpan = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Entry> _people = [];
    private readonly Dictionary<Guid, string> _open = [];
    private int _begun;

    /// <summary>What is left for a person in every window of a ceiling.</summary>
    /// <param name="keys">All hashes under which the person may stand; each is counted by itself.</param>
    public IReadOnlyList<WindowCredits> LeftAt(
        IReadOnlyList<string> keys,
        Allowance ceiling,
        DateTimeOffset now,
        CreditDay day
    )
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(ceiling);
        List<WindowCredits> left = [];
        foreach (var key in keys)
            if (_people.TryGetValue(key, out var entry))
                left.AddRange(entry.Sends.LeftAt(ceiling, now, day));
        return left.Count > 0 ? left : ceiling.LeftAt(now, day, []);
    }

    /// <summary>How many mails of a template were attempted for a person within the last hour.</summary>
    public int WithinTheHour(IReadOnlyList<string> keys, int template, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var since = now - StormSpan;
        return keys.Sum(key =>
            _people.TryGetValue(key, out var entry)
                ? entry.Recent.Count(r => r.Template == template && r.At > since)
                : 0
        );
    }

    internal void Begin(MailState mail, JournalEvent.Attempted entry)
    {
        if (entry.Person is not { } person)
            return;
        if (++_begun % SweepEvery == 0)
            Sweep(entry.At - LongestMemory);
        if (!_people.TryGetValue(person, out var known))
            _people[person] = known = new Entry();
        known.Sends.Begin(mail, entry.At, recipients: 1);
        known.Last = entry.At;
        known.Recent.Enqueue((entry.At, entry.Template));
        while (known.Recent.TryPeek(out var oldest) && oldest.At <= entry.At - StormSpan)
            known.Recent.Dequeue();
        _open[mail.Id] = person;
    }

    internal void End(MailState mail, DateTimeOffset? leftAt)
    {
        if (_open.Remove(mail.Id, out var person) && _people.TryGetValue(person, out var known))
            known.Sends.End(mail, leftAt, recipients: 1);
    }

    private void Sweep(DateTimeOffset before)
    {
        foreach (var (person, _) in _people.Where(p => p.Value.Last < before).ToList())
            _people.Remove(person);
    }

    private sealed class Entry
    {
        public SendCount Sends { get; } = new();

        public Queue<(DateTimeOffset At, int Template)> Recent { get; } = new();

        public DateTimeOffset Last { get; set; }
    }
}
