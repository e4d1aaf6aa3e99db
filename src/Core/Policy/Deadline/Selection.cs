namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The mails picked in one decision, never more than the credits.</summary>
internal sealed class Selection(int credits)
{
    private readonly HashSet<WaitingMail> _mails = new(ReferenceEqualityComparer.Instance);

    public int Left => credits - _mails.Count;

    public bool Has(WaitingMail mail) => _mails.Contains(mail);

    public void Take(IEnumerable<WaitingMail> more)
    {
        if (Left == 0)
            return;
        foreach (var mail in more)
            if (_mails.Add(mail) && Left == 0)
                return;
    }

    public IReadOnlyList<WaitingMail> MostUrgentFirst() => UrgencyOrder.MostUrgent(_mails, _mails.Count);
}
