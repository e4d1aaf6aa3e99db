using MailDispatcher.Consumer.Policy;

namespace MailDispatcher.Consumer.Dispatch;

/// <summary>What may be chosen to be sent, and what would go along with it.</summary>
public sealed class Choice
{
    private readonly Dictionary<Guid, IReadOnlyList<Guid>> _along;

    private Choice(IReadOnlyList<WaitingMail> waiting, Dictionary<Guid, IReadOnlyList<Guid>> along) => (Waiting, _along) = (waiting, along);

    public IReadOnlyList<WaitingMail> Waiting { get; }

    /// <summary>The mails that go along with this one; empty for most.</summary>
    public IReadOnlyList<Guid> Along(Guid mail) => _along.GetValueOrDefault(mail) ?? [];

    /// <summary>Leaves out what is in flight already, and what a mail to the same person takes along.</summary>
    public static Choice Of(CoalesceRule rule, IEnumerable<Candidate> candidates, CreditsLeft credits, ValueTable values, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var free = candidates.Where(c => !c.State.IsInFlight).Select(c => (Mail: c.AsWaiting(values), Candidate: c)).ToList();
        var waiting = free.ConvertAll(f => f.Mail);
        if (!rule.IsOn) return new Choice(waiting, []);
        var ready = free.Where(f => f.Mail.NotBefore is not { } until || until <= now)
            .Select(f => new ReadyToCoalesce(f.Mail, Topics.RecipientKey(f.Candidate.Request))).ToList();
        var groups = rule.Apply(ready, credits, now);
        var along = groups.ToDictionary(g => g.Kept, g => g.Absorbed);
        var absorbed = groups.SelectMany(g => g.Absorbed).ToHashSet();
        return new Choice([.. waiting.Where(m => !absorbed.Contains(m.Id))], along);
    }
}
