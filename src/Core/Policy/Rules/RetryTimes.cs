namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// When a mail that was not taken may be tried again: 1 minute, doubled with each attempt, at most 1 hour, give or take
/// a fifth; but never so late that the deadline passes meanwhile, as long as there is a minute left to try in.
/// </summary>
public static class RetryTimes
{
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="attempts">Attempts made so far, from 1.</param>
    /// <param name="chance">0 up to 1: spreads the retries of mails that failed together.</param>
    public static DateTimeOffset Next(int attempts, DateTimeOffset now, DateTimeOffset deadline, double chance)
    {
        var doublings = Math.Clamp(attempts - 1, 0, 6);
        var pause = First * (1 << doublings);
        if (pause > Longest)
            pause = Longest;
        var next = now + pause * (0.8 + 0.4 * chance);
        var lastCall = deadline - First;
        return next > lastCall && lastCall > now ? lastCall : next;
    }

    /// <summary>When a run that the provider cut short goes on: the same steps, without a deadline.</summary>
    public static DateTimeOffset Next(int attempts, DateTimeOffset now, double chance) =>
        Next(attempts, now, DateTimeOffset.MaxValue, chance);
}
