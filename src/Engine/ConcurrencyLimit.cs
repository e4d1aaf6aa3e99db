namespace MailDispatcher.Engine;

/// <summary>
/// How many calls of the provider may run at once: grows by one with each answer while all are in use, and halves when
/// the provider asks to slow down or fails (additive increase, multiplicative decrease, as TCP's congestion avoidance).
/// </summary>
internal sealed class ConcurrencyLimit(int most)
{
    private const int First = 16;

    private double _limit = Math.Min(First, most);

    public int Now => (int)_limit;

    /// <param name="wasFull">All calls that were allowed were running.</param>
    public void Succeeded(bool wasFull)
    {
        if (wasFull)
            _limit = Math.Min(most, _limit + 1);
    }

    public void Failed() => _limit = Math.Max(1, _limit / 2);
}
