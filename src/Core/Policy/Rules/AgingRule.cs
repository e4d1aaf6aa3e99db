namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// Nobody waits for ever: a mail that has waited longer than a limit counts as much as the dearest template's, and as
/// due today, since what can also go tomorrow is put off each day anew.
/// </summary>
internal sealed class AgingRule
{
    private readonly Dictionary<WaitingMail, WaitingMail> _aged = new(ReferenceEqualityComparer.Instance);

    /// <param name="limit">Null for none.</param>
    public AgingRule(Situation situation, CreditDay day, TimeSpan? limit)
    {
        Situation = situation;
        if (limit is not { } longest)
            return;
        var reset = day.ResetAfter(situation.Now);
        foreach (var mail in situation.Waiting)
            if (situation.Now - mail.Arrived >= longest)
                _aged[mail] = mail with
                {
                    Value = Math.Max(mail.Value, ValueTable.Dearest),
                    Deadline = mail.Deadline < reset ? mail.Deadline : reset,
                };
        if (_aged.Count > 0)
            Situation = situation with { Waiting = [.. situation.Waiting.Select(Of)] };
    }

    /// <summary>With what the mails count now.</summary>
    public Situation Situation { get; }

    /// <summary>The mail as it counts now.</summary>
    public WaitingMail Of(WaitingMail mail) => _aged.GetValueOrDefault(mail, mail);
}
