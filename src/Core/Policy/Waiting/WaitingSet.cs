using System.Collections;

namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>
/// Waiting mails, each on a bucket with those that no plan tells apart. Who decides often about many mails hands them
/// over in this form, and a decision costs the same however many they are; it decides the same about any other
/// collection.
/// </summary>
public sealed class WaitingSet(CreditDay day) : IReadOnlyCollection<WaitingMail>
{
    private readonly Dictionary<(int Level, int LastDay, int Credits), WaitingBucket> _buckets = [];
    private readonly HashSet<WaitingMail> _putOff = new(ReferenceEqualityComparer.Instance);

    public int Count { get; private set; }

    internal IReadOnlyCollection<WaitingBucket> Ready => _buckets.Values;

    /// <summary>
    /// The mails that a failed attempt put off, at some time: whether they still are depends on when one asks.
    /// </summary>
    internal IReadOnlyCollection<WaitingMail> PutOff => _putOff;

    public void Add(WaitingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var key = KeyOf(mail);
        if (mail.NotBefore is null && !_buckets.ContainsKey(key))
            _buckets[key] = new WaitingBucket(key.Level, key.LastDay, key.Credits);
        if (mail.NotBefore is null ? _buckets[key].Add(mail) : _putOff.Add(mail))
            Count++;
    }

    /// <summary>Takes out a mail, the same object that was added; nothing happens when it isn't there.</summary>
    public void Remove(WaitingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.NotBefore is not null)
        {
            Count -= _putOff.Remove(mail) ? 1 : 0;
        }
        else if (_buckets.TryGetValue(KeyOf(mail), out var bucket) && bucket.Remove(mail))
        {
            Count--;
            if (bucket.Mails.Count == 0)
                _buckets.Remove(KeyOf(mail));
        }
    }

    public IEnumerator<WaitingMail> GetEnumerator() =>
        _buckets.Values.SelectMany(s => s.Mails).Concat(_putOff).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private (int Level, int LastDay, int Credits) KeyOf(WaitingMail mail) =>
        (ValueLevel.Of(mail.Value), day.Of(mail.Deadline.AddTicks(-1)).DayNumber, Math.Max(1, mail.Credits));
}
