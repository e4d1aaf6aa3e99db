namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// What waiting makes of a mail. Where its template's value has a half-life, it counts for less with each minute, and
/// so as due within one half-life: soon or hardly at all. And nobody waits for ever: a mail that has waited longer than
/// a limit counts as much as the dearest template's, and as due today, since what can also go tomorrow is put off each
/// day anew.
/// </summary>
internal sealed class AgingRule
{
    /// <summary>
    /// Of its value a mail keeps this share at least: a credit that is lost otherwise is well spent on it.
    /// </summary>
    private const double LeastShare = 0.001;

    private readonly Dictionary<WaitingMail, WaitingMail> _aged = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<WaitingMail, WaitingMail> _asGiven = new(ReferenceEqualityComparer.Instance);

    public AgingRule(Situation situation, CreditDay day, DeadlineSettings settings)
    {
        Situation = situation;
        if (settings.MaxWait is null && settings.HalfLives.Count == 0)
            return;
        var reset = day.ResetAfter(situation.Now);
        foreach (var mail in situation.Waiting)
        {
            var age = situation.Now - mail.Arrived;
            if (age >= settings.MaxWait)
                Count(mail, Math.Max(mail.Value, ValueTable.Dearest), reset);
            else if (settings.HalfLives.TryGetValue(mail.Template, out var halfLife))
                Count(
                    mail,
                    mail.Value * Math.Max(LeastShare, Math.Pow(2, -(age / halfLife))),
                    situation.Now + halfLife
                );
        }

        if (_aged.Count > 0)
            Situation = situation with { Waiting = [.. situation.Waiting.Select(Of)] };
    }

    /// <summary>With what the mails count now.</summary>
    public Situation Situation { get; }

    /// <summary>The mail as it counts now.</summary>
    public WaitingMail Of(WaitingMail mail) => _aged.GetValueOrDefault(mail, mail);

    /// <summary>The mail as it was given.</summary>
    public WaitingMail AsGiven(WaitingMail mail) => _asGiven.GetValueOrDefault(mail, mail);

    private void Count(WaitingMail mail, double value, DateTimeOffset due)
    {
        var aged = mail with { Value = value, Deadline = mail.Deadline < due ? mail.Deadline : due };
        (_aged[mail], _asGiven[aged]) = (aged, mail);
    }
}
