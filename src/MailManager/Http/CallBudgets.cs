using System.Collections.Concurrent;

namespace MailDispatcher.MailManager.Http;

/// <summary>
/// Remembers until when the provider wants no further readings, so that none is wasted on a certain 429. It forgets all
/// at a restart, which costs one refused call.
/// </summary>
internal sealed class CallBudgets(TimeProvider time)
{
    // The limits are by the hour, so a longer wait is a mistake of the header.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<CallBudget, DateTimeOffset> _closedUntil = new();

    /// <summary>Null when the budget is open.</summary>
    public DateTimeOffset? ClosedUntil(CallBudget budget) =>
        _closedUntil.TryGetValue(budget, out var until) && until > time.GetUtcNow() ? until : null;

    public void Note(CallBudget budget, ProviderAnswer answer)
    {
        if (answer.Status == 429)
            _closedUntil[budget] = Throttle.Until(answer, time.GetUtcNow(), LongestWait);
        else if (answer is { CallsLeft: 0, LimitReset: not null })
            _closedUntil[budget] = Throttle.Until(answer with { RetryAfter = null }, time.GetUtcNow(), LongestWait);
    }
}
