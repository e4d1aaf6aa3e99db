using System.Collections.Frozen;

namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// When credits are short, several mails of one template to one recipient become one. Off unless a template is named,
/// and never for a change of plan, whatever the settings say. Mail due within a day goes alone as long as the credits
/// suffice for all that is due before the reset; when they do not, some of it would miss, so that mail due before the
/// reset joins as well.
/// </summary>
/// <param name="templates">The templates whose mails may be coalesced.</param>
public sealed class CoalesceRule(IEnumerable<int> templates)
{
    private readonly FrozenSet<int> _allowed = templates.ToFrozenSet();

    /// <summary>Whether any template may be coalesced at all.</summary>
    public bool IsOn => _allowed.Count > 0;

    /// <summary>The groups of two and more; none while the credits suffice for everything that waits.</summary>
    /// <param name="waiting">All that waits, put off or not.</param>
    /// <param name="credits">The most that may leave until the reset (<see cref="Situation.MostUntil"/>).</param>
    /// <param name="reset">When new credits come.</param>
    public IReadOnlyList<Coalesced> Apply(
        IReadOnlyCollection<KeyedMail> waiting,
        long credits,
        DateTimeOffset reset,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(waiting);
        if (_allowed.Count == 0)
            return [];
        // What is put off until before its deadline needs its credit today all the same.
        var isTodayShort = waiting.Where(one => one.Mail.Deadline <= reset).Sum(CreditsOf) > credits;
        var ready = waiting.Where(one => one.Mail.NotBefore is not { } until || until <= now).ToList();
        if (!isTodayShort && ready.Sum(CreditsOf) <= credits)
            return [];
        return
        [
            .. from one in ready
            // Copies of one that goes along would go to nobody.
            where _allowed.Contains(one.Mail.Template) && one.Mail.Credits == 1 && MayJoin(one.Mail)
            orderby one.Mail.Deadline, one.Mail.Arrived, one.Mail.Id
            group one.Mail by (one.Mail.Template, one.Key) into alike
            where alike.Skip(1).Any()
            select Coalesced.Of([.. alike]),
        ];

        bool MayJoin(WaitingMail mail) =>
            mail.Value < ValueTable.ChangeOfPlan
            && (mail.Deadline - now > ValueTable.ShortNotice || (isTodayShort && mail.Deadline <= reset));
    }

    private static long CreditsOf(KeyedMail one) => one.Mail.Credits;
}
