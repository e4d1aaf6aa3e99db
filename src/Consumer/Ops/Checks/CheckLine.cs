namespace MailDispatcher.Consumer.Ops.Checks;

/// <summary>One thing that was checked.</summary>
/// <param name="Words">How it is.</param>
/// <param name="Advice">What to do about it; null when nothing.</param>
internal sealed record CheckLine(string What, bool IsOk, string Words, string? Advice = null)
{
    public static CheckLine Ok(string what, string words) => new(what, true, words);

    /// <summary>The daemon would run, and something is hardly meant so.</summary>
    public static CheckLine Warning(string what, string words, string advice) => new(what, true, words, advice);

    public static CheckLine Wrong(string what, string words, string advice) => new(what, false, words, advice);
}
