namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>One group while it is counted: mails, and whole buckets of them.</summary>
internal sealed class GroupTally(WaitingGroup group)
{
    // Arrays of 85,000 bytes and more are freed with the whole heap alone: a long list is one of short ones.
    private const int LongestPart = 4096;
    private readonly List<List<WaitingMail>> _parts = [];
    private readonly List<WaitingBucket> _buckets = [];

    public WaitingGroup Group => group;

    public int Count { get; private set; }

    public double Cheapest { get; private set; } = double.MaxValue;

    public IEnumerable<WaitingMail> Mails => _buckets.SelectMany(s => s.Mails).Concat(_parts.SelectMany(p => p));

    public void Add(WaitingMail mail)
    {
        if (_parts.Count == 0 || _parts[^1].Count == LongestPart)
            _parts.Add([]);
        _parts[^1].Add(mail);
        Count++;
        Cheapest = Math.Min(Cheapest, mail.Value);
    }

    public void Add(WaitingBucket bucket)
    {
        _buckets.Add(bucket);
        Count += bucket.Mails.Count;
        Cheapest = Math.Min(Cheapest, bucket.Cheapest);
    }
}
