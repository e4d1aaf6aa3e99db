namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// What the last calls of today will find that are not made at once: the longer no flood has come, the less a credit is
/// kept for one. A mail before whose call a flood is as likely as none is left out.
/// </summary>
internal sealed class LastCalls
{
    private readonly PlanSet _plans;
    private readonly TimeSpan _lead;
    private readonly Call[] _calls;

    /// <param name="plans">Of the mails that wait.</param>
    /// <param name="lead">How long before its deadline a mail is called.</param>
    public LastCalls(PlanSet plans, TimeSpan lead)
    {
        (_plans, _lead) = (plans, lead);
        _calls =
        [
            .. plans
                .DueToday.SelectMany(plans.Waiting.Members)
                .Select(mail => new Call(mail, FloodLeft(mail)))
                .Where(call => plans.ChanceOfFloodUntil(call.FloodLeft) < 0.5),
        ];
    }

    /// <summary>How likely a flood comes until the last call of a mail that is due today.</summary>
    public double ChanceOfFlood(WaitingMail mail) => _plans.ChanceOfFloodUntil(FloodLeft(mail));

    /// <summary>The mails that will then be worth a credit.</summary>
    /// <param name="plans">Of the same mails, perhaps with more credits.</param>
    public IEnumerable<WaitingMail> WorthACredit(PlanSet plans) =>
        _calls.Where(call => plans.IsWorth(call.Mail, plans.PriceAt(call.FloodLeft))).Select(call => call.Mail);

    private double FloodLeft(WaitingMail mail)
    {
        var second = (int)(mail.Deadline - _lead - _plans.Horizon.Start).TotalSeconds;
        return _plans.FloodLeft(Math.Max(_plans.Horizon.Second, second));
    }

    private readonly record struct Call(WaitingMail Mail, double FloodLeft);
}
