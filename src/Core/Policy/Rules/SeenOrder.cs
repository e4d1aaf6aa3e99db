namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// What the pending queue tells of the order of a request without a time: it gives the higher level first, and at one
/// level what came first.
/// </summary>
/// <param name="At">When it was pushed to us; no two have the same.</param>
/// <param name="Level">The level that it waited at.</param>
/// <param name="EmptyAt">When the queue was last seen empty before; null when it was not. All that was pushed before
/// that was published before it.</param>
public sealed record SeenOrder(DateTimeOffset At, int Level, DateTimeOffset? EmptyAt)
{
    /// <summary>
    /// Certainly published later: else it would have been pushed first, or the queue was empty meanwhile.
    /// </summary>
    public bool IsAfter(SeenOrder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return At > other.At && (Level >= other.Level || EmptyAt > other.At);
    }
}
