namespace MailDispatcher.Core.Policy.Rules;

/// <summary>
/// When one mail tries whether a template that rests can be sent again: after 1 minute, doubled, at most 15.
/// </summary>
public static class ProbeTimes
{
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <param name="failures">Tries so far, from 1.</param>
    public static DateTimeOffset Next(int failures, DateTimeOffset now)
    {
        var pause = First * (1 << Math.Clamp(failures - 1, 0, 4));
        return now + (pause < Longest ? pause : Longest);
    }
}
