namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// In what share of the likely futures each mail is lost. Groups are sorted when they are first asked for.
/// </summary>
internal sealed class MissChances(PlanSet plans)
{
    private readonly IReadOnlyDictionary<Guid, int>?[] _places = new IReadOnlyDictionary<Guid, int>?[
        plans.Waiting.Groups.Length
    ];

    public double Of(WaitingMail mail)
    {
        var group = plans.Waiting.IndexOf(mail);
        if (group < 0)
            return 1;
        // Where all plans agree on the whole group, nobody's place matters.
        var (best, worst) = (plans.MissChance(group, 0), plans.MissChance(group, plans.Waiting.Counts[group] - 1));
        if (best == worst)
            return best;
        return plans.MissChance(group, (_places[group] ??= plans.Waiting.Places(group))[mail.Id]);
    }
}
