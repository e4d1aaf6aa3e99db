namespace MailDispatcher.Engine;

/// <summary>
/// How many mails may leave now: the provider's credits and every window of the allowance hold. What it counts comes
/// from the journal's fold, so a restart forgets nothing; an attempt counts from its beginning until it is certain that
/// it was not taken, so that sends side by side never exceed a window together.
/// </summary>
internal sealed class AllowanceLeft(LoopState state, CreditReadings credits)
{
    /// <summary>What is left in every window, the provider's reading included; null when no allowance is set.</summary>
    public IReadOnlyList<WindowCredits>? Windows
    {
        get
        {
            if (state.Settings.Allowance is not { } allowance)
                return null;
            var (now, day) = (state.Now, state.Day);
            return Allowance.WithReading(
                state.Projection.Sends.LeftAt(allowance, now, day),
                credits.Current,
                state.CreditsADay,
                day.ResetAfter(now)
            );
        }
    }

    /// <summary>The most mails that may leave now; 0 while the credits are unknown.</summary>
    public int MostNow =>
        credits.Current is not { } left ? 0
        : Windows is { } windows ? Math.Min(left.Most, windows.Min(w => w.Left))
        : left.Most;

    /// <summary>When a window that is used up has more; null when none is, or when nobody can say.</summary>
    public DateTimeOffset? MoreAt => Windows is { } windows ? WindowCredits.OpensAt(windows) : null;
}
