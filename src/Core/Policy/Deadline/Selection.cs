namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>The mails picked in one decision, which never cost more than the credits.</summary>
internal sealed class Selection(int credits)
{
    private readonly HashSet<WaitingMail> _mails = new(ReferenceEqualityComparer.Instance);

    /// <summary>Credits.</summary>
    public int Left { get; private set; } = credits;

    public int Count => _mails.Count;

    public bool Has(WaitingMail mail) => _mails.Contains(mail);

    /// <summary>Picks more, passing over what costs more than is left by then.</summary>
    /// <param name="most">They cost no more than this together.</param>
    public void Take(IEnumerable<WaitingMail> more, int most = int.MaxValue)
    {
        var left = Math.Min(Left, most);
        if (left <= 0)
            return;
        foreach (var mail in more)
        {
            if (mail.Credits > left || !_mails.Add(mail))
                continue;
            (left, Left) = (left - mail.Credits, Left - mail.Credits);
            if (left == 0)
                return;
        }
    }

    public IReadOnlyList<WaitingMail> MostUrgentFirst() => UrgencyOrder.MostUrgent(_mails);
}
