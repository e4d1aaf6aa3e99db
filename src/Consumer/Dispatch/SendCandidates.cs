using MailDispatcher.Core.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What may be chosen to be sent, and what would go along with it.</summary>
public sealed class SendCandidates
{
    private readonly Dictionary<Guid, IReadOnlyList<Guid>> _along;
    private readonly Dictionary<Guid, Guid> _with;

    private SendCandidates(IReadOnlyList<WaitingMail> waiting, IReadOnlyList<Coalesced> groups)
    {
        _along = groups.ToDictionary(g => g.Kept, g => g.Absorbed);
        _with = groups.SelectMany(g => g.Absorbed, (g, mail) => (mail, g.Kept)).ToDictionary();
        Waiting = _with.Count == 0 ? waiting : [.. waiting.Where(m => !_with.ContainsKey(m.Id))];
    }

    public IReadOnlyList<WaitingMail> Waiting { get; }

    /// <summary>The mails that go along with this one; empty for most.</summary>
    public IReadOnlyList<Guid> Along(Guid mail) => _along.GetValueOrDefault(mail) ?? [];

    /// <summary>The mail that this one goes along with; null for most.</summary>
    public Guid? With(Guid mail) => _with.TryGetValue(mail, out var with) ? with : null;

    /// <summary>Leaves out what is in flight already, and what a mail to the same person takes along.</summary>
    public static SendCandidates Of(CoalesceRule rule, IEnumerable<PendingMail> candidates, CreditsLeft credits, ValueTable values, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var free = candidates.Where(c => !c.State.IsInFlight).Select(c => (Mail: c.AsWaiting(values), PendingMail: c)).ToList();
        var waiting = free.ConvertAll(f => f.Mail);
        if (!rule.IsOn) return new SendCandidates(waiting, []);
        var ready = free.Where(f => f.Mail.NotBefore is not { } until || until <= now)
            .Select(f => new ReadyToCoalesce(f.Mail, TopicRules.RecipientKey(f.PendingMail.Request))).ToList();
        return new SendCandidates(waiting, rule.Apply(ready, credits, now));
    }
}
