namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>Waiting mails of one value level that can go until the same day, whenever from now on.</summary>
/// <param name="lastDay">The number of that day in the calendar.</param>
internal sealed class WaitingBucket(int level, int lastDay)
{
    private readonly HashSet<WaitingMail> mails = new(ReferenceEqualityComparer.Instance);
    private double cheapest = double.MaxValue;

    public int Level => level;

    public int LastDay => lastDay;

    public IReadOnlyCollection<WaitingMail> Mails => mails;

    /// <summary>The least value on the bucket.</summary>
    public double Cheapest => double.IsNaN(cheapest) ? cheapest = mails.Min(m => m.Value) : cheapest;

    public bool Add(WaitingMail mail)
    {
        if (mail.Value < cheapest) cheapest = mail.Value;
        return mails.Add(mail);
    }

    public bool Remove(WaitingMail mail)
    {
        if (mail.Value <= cheapest) cheapest = double.NaN;
        return mails.Remove(mail);
    }
}
