namespace MailDispatcher.Core.Journal;

/// <summary>
/// When mails left, once for each recipient, for an allowance's windows. An attempt counts when it begins; it is taken
/// out when it is certain that it was not taken, and counts as of its answer when it was. One owner, as the projection
/// has.
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
    /// <param name="recipients">As many as of the attempt that it repeats, if it does.</param>
    internal void Begin(MailState mail, DateTimeOffset at, int recipients)
    {
        End(mail, leftAt: null, recipients);
        for (var n = 0; n < recipients; n++)
        {
            _sent.Add(at);
            _open.Add(at);
        }
    }

    /// <param name="leftAt">Null when it certainly was not taken.</param>
    /// <param name="recipients">As at its beginning.</param>
    internal void End(MailState mail, DateTimeOffset? leftAt, int recipients)
    {
        if (mail is not { OpenSince: not null, AttemptedAt: { } attempted })
            return;
        for (var n = 0; n < recipients; n++)
        {
            _open.Remove(attempted);
            _sent.Remove(attempted);
            if (leftAt is { } left)
                _sent.Add(left);
        }
    }
}
