using System.Collections.Concurrent;
using System.Globalization;

namespace MailDispatcher.Core.Policy.Deadline;

/// <summary>Says why mails wait, from the plans that a decision was made with.</summary>
internal sealed class HoldReasons(Situation situation, PlanSet plans, CreditDay day, Selection picks, double reserve)
{
    // A list of thousands asks for each mail, and several lists at once.
    private readonly ConcurrentDictionary<int, string> _known = new();

    public static string PutOff(WaitingMail mail) =>
        mail.NotBefore is { } until && until >= mail.Deadline
            ? "will miss: it may not be tried again before its deadline"
            : "may not go yet: after a failed attempt, for its not_before, or in quiet hours";

    /// <summary>One sentence on the whole decision.</summary>
    public string InAll(bool sweeps)
    {
        var (all, sent) = (situation.Waiting.Count, picks.Count);
        if (sent == all)
            return "everything that waits goes";
        if (sweeps)
            return $"{sent} of {all} go: what is left of the credits is lost at {Clock(plans.Horizon.Reset)}";
        if (picks.Left == 0 && WindowUsedUp() is { } window)
            return $"{sent} of {all} go: {window}";
        var fewest = plans.All.Min(p => p.ExpectedToday);
        var most = plans.All.Max(p => p.ExpectedToday);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sent} of {all} go; {all - sent} are kept back: {picks.Left} credits are left until "
                + $"{Clock(plans.Horizon.Reset)}, and {fewest:0} to {most:0} mails are still expected"
        );
    }

    /// <summary>Why one mail waits; null for one that goes.</summary>
    public string? Of(WaitingMail mail)
    {
        if (picks.Has(mail))
            return null;
        var group = plans.Waiting.IndexOf(mail);
        if (group < 0 || !plans.Waiting.Groups[group].Ready)
            return PutOff(mail);
        if (picks.Left > 0 && mail.Credits > picks.Left)
            return $"kept back: it costs {mail.Credits} credits, one for each recipient, and {picks.Left} are left";
        return picks.Left == 0
            ? $"kept back: {WindowUsedUp() ?? $"no credit is left until {Clock(plans.Horizon.Reset)}"}"
            : _known.GetOrAdd(group, OfGroup);
    }

    // Which window binds, and when it has more; null when the day's credits do.
    private string? WindowUsedUp()
    {
        if (situation.Windows is not { } windows || WindowCredits.Binding(windows) is not { } binding)
            return null;
        if (binding.Window is Window.Day || binding.Left > situation.Credits.Most)
            return null;
        var more = binding.MoreAt ?? (binding.Window is Window.Rolling r ? situation.Now + r.Length : null);
        return $"the window of {binding.Window} is used up" + (more is { } at ? $" until {Moment(at)}" : "");
    }

    private string Moment(DateTimeOffset at) =>
        day.Of(at) == day.Of(situation.Now)
            ? Clock(at)
            : day.In(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private string OfGroup(int group)
    {
        var level = plans.Waiting.Groups[group].Level;
        var against = Enumerable
            .Range(0, plans.All.Length)
            .Where(k => plans.All[k].Kept[group] < plans.Waiting.Counts[group])
            .ToArray();
        var days = against.Where(k => plans.Scenarios[k].Flood is null).ToArray();
        if (days.Length > 0)
            return $"kept back: {Dearer(level, days)}; {picks.Left} credits are left";
        var last = plans.Waiting.Groups[group].Last;
        if (against.Length > 0 && (last == 0 || picks.Left > reserve))
            return $"kept back: up to {against.Max(k => plans.Scenarios[k].Flood!.Mails)} urgent mails may come at "
                + $"once today; {picks.Left} credits are left";
        return picks.Left <= reserve
            ? $"kept back: it can also go tomorrow, and {Math.Ceiling(reserve)} credits are kept for urgent mail "
                + $"until {Clock(plans.Horizon.Reset)}; {picks.Left} are left"
            : $"kept back: it can also go {(last == 1 ? "tomorrow" : "later")}, and the credits until then are "
                + "expected to be needed";
    }

    private string Dearer(int level, int[] against)
    {
        var fewest = against.Min(k => plans.Scenarios[k].DearerToday(level, plans.Horizon.Second));
        var waiting = situation.Waiting.Count(m => ValueLevel.Of(m.Value) > level && !picks.Has(m));
        var came =
            $"in {against.Length} of {plans.Scenarios.Count(s => s.Flood is null)} days like this at least {fewest} "
            + $"more urgent mails came after {Clock(situation.Now)}";
        return (fewest, waiting) switch
        {
            (> 0, > 0) => $"{came}, and {waiting} wait",
            (> 0, _) => came,
            _ => $"{waiting} more urgent mails wait, or are expected in the next days",
        };
    }

    private string Clock(DateTimeOffset instant) => day.In(instant).ToString("HH:mm", CultureInfo.InvariantCulture);
}
