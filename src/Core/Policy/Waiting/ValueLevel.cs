namespace MailDispatcher.Core.Policy.Waiting;

/// <summary>
/// Plans count mails by value level, not by value: levels are 10 % apart, so that any trace has few of them and a plan
/// costs the same whatever the number of mails. Values nearer than that are told apart only when mails are picked.
/// </summary>
internal static class ValueLevel
{
    private const double Least = 1e-6;
    private const double Most = 1e9;
    private static readonly double Step = Math.Log(1.1);

    /// <summary>Higher is dearer. What is not a value above 0 counts as the least.</summary>
    public static int Of(double value) =>
        (int)Math.Floor(Math.Log(value > Least ? Math.Min(value, Most) : Least) / Step);
}
