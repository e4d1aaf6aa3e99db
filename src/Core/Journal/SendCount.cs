namespace MailDispatcher.Core.Journal;

/// <summary>
/// When mails left, for an allowance's windows. An attempt counts when it begins; it is taken out when it is certain
/// that it was not taken, and counts as of its answer when it was. One owner, as the projection has.
/// </summary>
public sealed class SendCount
{
    private readonly SentTimes _sent = new();
    private readonly SentTimes _open = new();

    /// <summary>What is left in every window of an allowance.</summary>
    public IReadOnlyList<WindowCredits> LeftAt(Allowance allowance, DateTimeOffset now, CreditDay day)
    {
        ArgumentNullException.ThrowIfNull(allowance);
        var old = now - allowance.LongestMemory;
        _sent.Forget(old);
        _open.Forget(old);
        return allowance.LeftAt(now, day, _sent, _open);
    }

    // Of an attempt that is repeated nobody knows which one was taken; the later one counts for longer.
    internal void Begin(MailState mail, DateTimeOffset at)
    {
        End(mail, leftAt: null);
        _sent.Add(at);
        _open.Add(at);
    }

    /// <param name="leftAt">Null when it certainly was not taken.</param>
    internal void End(MailState mail, DateTimeOffset? leftAt)
    {
        if (mail is not { OpenSince: not null, AttemptedAt: { } attempted })
            return;
        _open.Remove(attempted);
        _sent.Remove(attempted);
        if (leftAt is { } left)
            _sent.Add(left);
    }
}
