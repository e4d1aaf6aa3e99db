namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>
/// Waiting mails of one value level and one cost that can go until the same day, whenever from now on.
/// </summary>
/// <param name="lastDay">The number of that day in the calendar.</param>
/// <param name="credits">What each of them costs.</param>
internal sealed class WaitingBucket(int level, int lastDay, int credits)
{
    private readonly HashSet<WaitingMail> _mails = new(ReferenceEqualityComparer.Instance);
    private double _cheapest = double.MaxValue;

    public int Level => level;

    public int LastDay => lastDay;

    public int Credits => credits;

    public IReadOnlyCollection<WaitingMail> Mails => _mails;

    /// <summary>The least value on the bucket.</summary>
    public double Cheapest => double.IsNaN(_cheapest) ? _cheapest = _mails.Min(m => m.Value) : _cheapest;

    public bool Add(WaitingMail mail)
    {
        if (mail.Value < _cheapest)
            _cheapest = mail.Value;
        return _mails.Add(mail);
    }

    public bool Remove(WaitingMail mail)
    {
        if (mail.Value <= _cheapest)
            _cheapest = double.NaN;
        return _mails.Remove(mail);
    }
}
