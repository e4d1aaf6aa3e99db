using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <summary>What may be chosen to be sent, and what would go along with it.</summary>
public sealed class SendableMails
{
    private readonly Dictionary<Guid, IReadOnlyList<Guid>> _along;
    private readonly Dictionary<Guid, Guid> _with;

    private SendableMails(IReadOnlyCollection<WaitingMail> waiting, IReadOnlyList<Coalesced> groups)
    {
        _along = groups.ToDictionary(g => g.Kept, g => g.Absorbed);
        _with = groups.SelectMany(g => g.Absorbed, (g, mail) => (mail, g.Kept)).ToDictionary();
        Waiting = _with.Count == 0 ? waiting : [.. waiting.Where(m => !_with.ContainsKey(m.Id))];
    }

    public IReadOnlyCollection<WaitingMail> Waiting { get; }

    /// <summary>The mails that go along with this one; empty for most.</summary>
    public IReadOnlyList<Guid> Along(Guid mail) => _along.GetValueOrDefault(mail) ?? [];

    /// <summary>The mail that this one goes along with; null for most.</summary>
    public Guid? With(Guid mail) => _with.TryGetValue(mail, out var with) ? with : null;

    /// <summary>Leaves out what a mail to the same person takes along.</summary>
    /// <param name="recipientOf">A key that is the same for the same person.</param>
    public static SendableMails Of(
        CoalesceRule rule,
        IReadOnlyCollection<WaitingMail> waiting,
        Func<WaitingMail, string> recipientOf,
        CreditsLeft credits,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(waiting);
        if (!rule.IsOn)
            return new SendableMails(waiting, []);
        var ready = waiting
            .Where(m => m.NotBefore is not { } until || until <= now)
            .Select(m => new ReadyToCoalesce(m, recipientOf(m)))
            .ToList();
        return new SendableMails(waiting, rule.Apply(ready, credits, now));
    }

    internal static SendableMails Of(
        LoopState state,
        TemplateRests templates,
        CreditsLeft credits,
        DateTimeOffset now
    ) =>
        Of(
            state.Settings.Coalescing,
            templates.Sendable(state.Mails.Waiting),
            m => state.Mails.Find(m.Id) is { } mail ? TopicRules.RecipientKey(mail.Request) : m.Id.ToString(),
            credits,
            now
        );
}
