using System.Collections.Frozen;

namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// When credits are short, several mails of one template to one recipient become one. Off unless a template is named;
/// never for a mail due within a day, and never for a change of plan, whatever the settings say.
/// </summary>
/// <param name="templates">The templates whose mails may be coalesced.</param>
public sealed class CoalesceRule(IEnumerable<int> templates)
{
    private readonly FrozenSet<int> _allowed = templates.ToFrozenSet();

    /// <summary>Whether any template may be coalesced at all.</summary>
    public bool IsOn => _allowed.Count > 0;

    /// <summary>The groups of two and more; none while the credits suffice for everything that waits.</summary>
    public IReadOnlyList<Coalesced> Apply(
        IReadOnlyCollection<ReadyToCoalesce> waiting,
        CreditsLeft credits,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(waiting);
        ArgumentNullException.ThrowIfNull(credits);
        if (_allowed.Count == 0 || waiting.Sum(one => (long)one.Mail.Credits) <= credits.Most)
            return [];
        return
        [
            .. from one in waiting
            // Copies of one that goes along would go to nobody.
            where _allowed.Contains(one.Mail.Template) && MayWait(one.Mail, now) && one.Mail.Credits == 1
            orderby one.Mail.Deadline, one.Mail.Arrived, one.Mail.Id
            group one.Mail.Id by (one.Mail.Template, one.Recipient) into alike
            where alike.Skip(1).Any()
            select new Coalesced(alike.First(), [.. alike.Skip(1)]),
        ];
    }

    private static bool MayWait(WaitingMail mail, DateTimeOffset now) =>
        mail.Value < ValueTable.ChangeOfPlan && mail.Deadline - now > ValueTable.ShortNotice;
}
