namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>
/// In what share of the likely futures each mail is lost. Groups are sorted when they are first asked for.
/// </summary>
internal sealed class MissChances(PlanSet plans)
{
    private readonly (int From, double Chance)[]?[] _steps = new (int, double)[plans.Waiting.Groups.Length][];
    private readonly IReadOnlyDictionary<Guid, int>?[] _places = new IReadOnlyDictionary<Guid, int>?[
        plans.Waiting.Groups.Length
    ];

    public double Of(WaitingMail mail)
    {
        var group = plans.Waiting.IndexOf(mail);
        if (group < 0)
            return 1;
        var steps = _steps[group] ??= plans.MissChances(group);
        var step = steps.Length - 1;
        // Where all plans agree on the whole group, nobody's place matters.
        if (step > 0)
            for (var place = (_places[group] ??= plans.Waiting.Places(group))[mail.Id]; steps[step].From > place; )
                step--;
        return steps[step].Chance;
    }
}
