using MailDispatcher.Core.Policy;

namespace MailDispatcher.Engine;

/// <summary>What may be chosen to be sent, and what would go along with it.</summary>
public sealed class SendableMails
{
    private readonly Dictionary<Guid, IReadOnlyList<Guid>> _along;
    private readonly Dictionary<Guid, Guid> _with;

    private SendableMails(Situation situation, IReadOnlyList<Coalesced> groups)
    {
        var kept = groups.ToDictionary(g => g.Kept.Id, g => g.Kept);
        _along = groups.ToDictionary(g => g.Kept.Id, g => g.Absorbed);
        _with = groups.SelectMany(g => g.Absorbed, (g, mail) => (mail, g.Kept.Id)).ToDictionary();
        Situation =
            groups.Count == 0
                ? situation
                : situation with
                {
                    Waiting =
                    [
                        .. situation
                            .Waiting.Where(m => !_with.ContainsKey(m.Id))
                            .Select(m => kept.GetValueOrDefault(m.Id, m)),
                    ],
                };
    }

    /// <summary>With one mail for each group, which counts as much as the whole group.</summary>
    public Situation Situation { get; }

    /// <summary>The mails that go along with this one; empty for most.</summary>
    public IReadOnlyList<Guid> Along(Guid mail) => _along.GetValueOrDefault(mail) ?? [];

    /// <summary>The mail that this one goes along with; null for most.</summary>
    public Guid? With(Guid mail) => _with.TryGetValue(mail, out var with) ? with : null;

    /// <summary>Leaves out what a mail to the same person takes along.</summary>
    /// <param name="keyOf">A key that is the same for mails that one mail could stand for.</param>
    public static SendableMails Of(
        CoalesceRule rule,
        Situation situation,
        CreditDay day,
        Func<WaitingMail, string> keyOf
    )
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(day);
        if (!rule.IsOn)
            return new SendableMails(situation, []);
        var reset = day.ResetAfter(situation.Now);
        var waiting = situation.Waiting.Select(m => new KeyedMail(m, keyOf(m))).ToList();
        return new SendableMails(situation, rule.Apply(waiting, situation.MostUntil(reset), reset, situation.Now));
    }

    internal static SendableMails Of(LoopState state, Situation situation) =>
        Of(
            state.Settings.Coalescing,
            situation,
            state.Day,
            m => state.Mails.Find(m.Id)?.CoalesceKey ?? m.Id.ToString()
        );
}
