namespace MailDispatcher.Core.Policy.Hourly;

/// <summary>
/// The original's rule: every full hour the N most urgent mails, at the end of the day as many as there are credits
/// left, most urgent first. Urgency is judged now, by the deadline; the level that a mail was published with plays no
/// part.
/// </summary>
/// <param name="mailsPerHour"><c>SENDINBLUE_MAILS_PER_HOUR</c>, 0 or more.</param>
public sealed class HourlyPolicy(int mailsPerHour) : IDispatchPolicy
{
    public Decision Decide(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var most = situation.Kind switch
        {
            RunKind.EndOfDay => int.MaxValue,
            RunKind.Hourly or RunKind.Manual => Math.Max(0, mailsPerHour - situation.AlreadySent),
            _ => 0,
        };
        var allowance = Math.Min(most, situation.MostNow);
        var ready = situation.Waiting.Where(m => m.NotBefore is not { } until || until <= situation.Now);
        var send = UrgencyOrder.Affordable(UrgencyOrder.MostUrgent(ready), most, situation.MostNow);
        return new Decision
        {
            Send = send,
            Reason =
                send.Count == situation.Waiting.Count
                    ? "everything that waits goes"
                    : $"{send.Count} of {situation.Waiting.Count} go: the allowance of this run is {allowance}",
        };
    }
}
